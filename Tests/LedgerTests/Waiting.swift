import Ledger
import Synchronization
import Testing

/// Waits until `condition` holds; records an issue after 20 s.
func eventually(_ what: Comment, _ condition: () async throws -> Bool) async throws {
    for _ in 0..<4000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record(what)
}

/// What lanes are told.
final class Outcomes: Sendable {
    private let batches = Mutex<[SettledBatch]>([])

    /// What to open a lane with.
    var note: @Sendable (SettledBatch) -> Void {
        { [self] batch in batches.withLock { $0.append(batch) } }
    }

    /// The result for each id, in the order told; an id that is told twice is there twice.
    var results: [(CallID, SettledBatch.Result)] {
        batches.withLock { $0 }.flatMap { batch in batch.ids.map { ($0, batch.result) } }
    }

    /// How many ids were told `result`.
    func count(_ result: SettledBatch.Result) -> Int { results.count { $0.1 == result } }
}
