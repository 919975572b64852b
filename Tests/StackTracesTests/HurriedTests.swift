import StackTraces
import Testing

@Suite struct HurriedTests {
    @Test func `who is in a hurry gets addresses and images at once, and the whole when there is time`() {
        let symbolicator = Symbolicator()
        let trace = StackTrace.capture()
        let bare = symbolicator.frames(of: trace) { true }
        #expect(bare.map { UInt($0.address) } == trace.addresses)
        #expect(bare.first?.image?.path != nil)
        #if os(Linux)
            let whole = symbolicator.frames(of: trace)
            #expect(whole.first?.file?.hasSuffix("HurriedTests.swift") == true)
            // What is known needs no time.
            #expect(symbolicator.frames(of: trace) { true } == whole)
        #endif
    }

    @Test func `whoever gets into a hurry while it is looked up has each frame once, in order`() {
        let trace = StackTrace.capture()
        var asked = 0
        let frames = Symbolicator().frames(of: trace) {
            asked += 1
            return asked > 2
        }
        var addresses: [UInt] = []
        for frame in frames where addresses.last != UInt(frame.address) { addresses.append(UInt(frame.address)) }
        #expect(addresses == trace.addresses)
    }
}
