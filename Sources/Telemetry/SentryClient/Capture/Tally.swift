import SentryProtocol
import Synchronization

/// Counts what was sent and what was given up: for the receiver (reports), and for metrics.
final class Tally: Sendable {
    private struct State {
        var unreported = SentryClientReport()
        var statistics = SentryStatistics()
    }

    private let state = Mutex(State())

    func discard(
        _ reason: SentryDiscardReason, _ category: SentryDataCategory, spanCount: Int, isReported: Bool = true
    ) {
        var report = SentryClientReport()
        report.add(reason, category)
        if category == .transaction { report.add(reason, .span, spanCount + 1) }
        count(report, isReported: isReported)
    }

    func discardSpans(_ reason: SentryDiscardReason, _ spans: Int) {
        var report = SentryClientReport()
        report.add(reason, .span, spans)
        count(report, isReported: true)
    }

    private func count(_ report: SentryClientReport, isReported: Bool) {
        state.withLock { state in
            if isReported { state.unreported.add(report) }
            for (kind, count) in report.discarded { state.statistics.discarded[kind, default: 0] += count }
        }
    }

    func sent(_ category: SentryDataCategory) { state.withLock { $0.statistics.sent[category, default: 0] += 1 } }

    func heldBack() { state.withLock { $0.statistics.heldBack += 1 } }

    func spooled(_ count: Int) { state.withLock { $0.statistics.spooled = count } }

    var statistics: SentryStatistics { state.withLock { $0.statistics } }

    var hasUnreported: Bool { state.withLock { !$0.unreported.isEmpty } }

    /// Takes what was not reported yet; given back with ``restore(_:)`` where it did not arrive.
    func takeReport() -> SentryClientReport {
        state.withLock { state in
            defer { state.unreported = SentryClientReport() }
            return state.unreported
        }
    }

    func restore(_ report: SentryClientReport) { state.withLock { $0.unreported.add(report) } }
}
