import Gateway
import GatewayErrors
import SentryProtocol
import Testing
import Usage

@Suite struct StormTests {
    @Test func `100 000 equal failures are a bounded number of events, and all are counted`() throws {
        let recorder = Recorder()
        let errors = recorder.errors()
        for number in 1...100_000 {
            errors.callSettled(failedCall(.serverError, status: 503, number: Int64(number)))
            // 1 000 failures a second, so that the storm lasts 100 s.
            if number.isMultiple(of: 1_000) { recorder.advance(by: 1) }
            if number.isMultiple(of: 5_000) { errors.tick() }
        }
        #expect(recorder.events.count == 2)
        errors.finish()
        #expect(recorder.events.count == 3)
        let counts = recorder.events.map { event -> Int64 in
            guard case .integer(let count)? = event.extra["failures_since_last_report"] else { return 1 }
            return count
        }
        #expect(counts.reduce(0, +) == 100_000)
        #expect(recorder.unsent == 100_000 - 1)
        #expect(Set(recorder.events.map(\.fingerprint)).count == 1)
    }

    @Test func `a storm that has ended is told by the clock alone`() {
        let recorder = Recorder()
        let errors = recorder.errors()
        for number in 1...500 { errors.callSettled(failedCall(.timeout, number: Int64(number))) }
        errors.tick()
        #expect(recorder.events.count == 1)
        recorder.advance(by: 60)
        errors.tick()
        errors.tick()
        #expect(recorder.events.count == 2)
        #expect(recorder.events.last?.extra["failures_since_last_report"] == .integer(499))
    }

    @Test func `pauses double to an hour while it goes on, and begin anew after a quiet time`() {
        var throttle = FailureThrottle<Int>()
        func reports(_ seconds: ClosedRange<Int64>, step: Int64) -> [Int64] {
            stride(from: seconds.lowerBound, through: seconds.upperBound, by: Int(step)).filter {
                throttle.admit(.sharedStore, 0, at: $0) != nil
            }
        }
        #expect(reports(0...20_000, step: 10) == [0, 60, 180, 420, 900, 1860, 3780, 7380, 10_980, 14_580, 18_180])
        #expect(reports(30_000...30_100, step: 10) == [30_000, 30_060])
    }

    @Test func `another kind of failure is reported during a storm`() {
        let recorder = Recorder()
        let errors = recorder.errors()
        for number in 1...1_000 { errors.callSettled(failedCall(.timeout, number: Int64(number))) }
        errors.callSettled(failedCall(.authentication, status: 401))
        #expect(recorder.events.map { $0.fingerprint[3] } == ["timeout", "authentication"])
    }

    @Test func `kinds without end are bounded in a minute, in memory, and told as others`() {
        let recorder = Recorder()
        let errors = recorder.errors()
        for number in 1...10_000 {
            errors.callSettled(failedCall(.timeout, model: "model-\(number)", number: Int64(number)))
        }
        #expect(recorder.events.count == FailureThrottle<Int>.reportsAMinute)
        for _ in 1...100 {
            recorder.advance(by: 60)
            errors.tick()
        }
        #expect(recorder.events.count <= FailureThrottle<Int>.maximumKinds + 1)
        #expect(recorder.events.contains { $0.fingerprint == ["tollgate", "other"] })
        let told = recorder.events.reduce(into: Int64(0)) { sum, event in
            if case .integer(let count)? = event.extra["failures_since_last_report"] { sum += count } else { sum += 1 }
        }
        #expect(told == 10_000)
    }
}
