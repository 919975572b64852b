import Testing
import Usage

@Suite struct UsageMeterTests {
    @Test func `a unit is there once, and quantities of it add up`() {
        var usage = Usage()
        usage.meter(.webSearches, 2)
        usage.meter(.pages, 1)
        usage.meter(.webSearches, 3)
        #expect(usage.meters.map(\.unit) == [.webSearches, .pages])
        #expect(usage.quantity(.webSearches) == 5)
        #expect(usage.quantity(.pixels) == 0)
    }

    @Test func `a quantity of nothing leaves no trace`() {
        var usage = Usage()
        usage.meter(.codeSessions, 0)
        #expect(usage == Usage())
    }

    @Test func `absurd quantities do not trap`() {
        var usage = Usage()
        usage.meter(.pixels, .max)
        usage.meter(.pixels, .max)
        #expect(usage.quantity(.pixels) == .max)
    }
}
