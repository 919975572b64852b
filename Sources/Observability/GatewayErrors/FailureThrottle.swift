/// Decides which failures are reported, so that a storm of any size is a bounded number of reports that say how many
/// there were.
///
/// A state machine without a clock: times are seconds of any clock that never goes back.
///
/// Of each kind the first is reported at once. What follows is counted, and the count goes out with the next report of
/// the kind: when one comes after a pause, or by ``due(at:)``. Pauses begin with a minute and double to an hour while
/// the kind goes on; an hour and a pause without it, and it is new again. Beside that, all kinds together have
/// ``reportsAMinute``, and there are ``maximumKinds`` of them; more are counted as ``FailureKind/other``.
package struct FailureThrottle<Sample: Sendable>: Sendable {
    /// What to report now.
    package struct Report: Sendable {
        package var kind: FailureKind
        package var sample: Sample
        /// How many failures it stands for, itself included.
        package var count: Int
    }

    private struct State {
        var nextAt: Int64
        var pause: Int64
        var lastAt: Int64
        /// Counted since the last report, and one of them.
        var waiting: (count: Int, sample: Sample)?
    }

    private static var firstPause: Int64 { 60 }
    private static var longestPause: Int64 { 3600 }
    package static var reportsAMinute: Int { 30 }
    package static var maximumKinds: Int { 512 }

    private var states: [FailureKind: State] = [:]
    private var minute: Int64 = .min
    private var reportsInMinute = 0

    package init() {}

    /// A failure has happened; nil = it is counted, and told later.
    package mutating func admit(_ kind: FailureKind, _ sample: Sample, at now: Int64) -> Report? {
        var kind = kind
        if states[kind] == nil, states.count >= Self.maximumKinds {
            forgetQuiet(at: now)
            if states.count >= Self.maximumKinds { kind = .other }
        }
        var state = states[kind] ?? State(nextAt: now, pause: Self.firstPause, lastAt: now, waiting: nil)
        defer { states[kind] = state }
        if now - state.lastAt > state.pause + Self.longestPause { state.pause = Self.firstPause }
        state.lastAt = now
        let count = (state.waiting?.count ?? 0) + 1
        guard now >= state.nextAt, mayReport(at: now) else {
            state.waiting = (count, sample)
            return nil
        }
        return report(kind, &state, count, sample, at: now)
    }

    /// Kinds whose count has waited long enough; asked from time to time, so that a storm's end is told, too.
    package mutating func due(at now: Int64) -> [Report] {
        var reports: [Report] = []
        for (kind, var state) in states {
            guard let waiting = state.waiting, now >= state.nextAt, mayReport(at: now) else { continue }
            reports.append(report(kind, &state, waiting.count, waiting.sample, at: now))
            states[kind] = state
        }
        return reports
    }

    /// All that waits, for the end of the process.
    package mutating func drain() -> [Report] {
        let reports = states.compactMap { kind, state in
            state.waiting.map { Report(kind: kind, sample: $0.sample, count: $0.count) }
        }
        states = [:]
        return Array(reports.prefix(Self.reportsAMinute))
    }

    private func report(
        _ kind: FailureKind, _ state: inout State, _ count: Int, _ sample: Sample, at now: Int64
    ) -> Report {
        state.waiting = nil
        state.nextAt = now + state.pause
        state.pause = min(state.pause * 2, Self.longestPause)
        return Report(kind: kind, sample: sample, count: count)
    }

    private mutating func mayReport(at now: Int64) -> Bool {
        if now / 60 != minute {
            minute = now / 60
            reportsInMinute = 0
        }
        guard reportsInMinute < Self.reportsAMinute else { return false }
        reportsInMinute += 1
        return true
    }

    /// Makes room: kinds that are over and fully told.
    private mutating func forgetQuiet(at now: Int64) {
        states = states.filter { $0.value.waiting != nil || now - $0.value.lastAt <= Self.longestPause }
    }
}
