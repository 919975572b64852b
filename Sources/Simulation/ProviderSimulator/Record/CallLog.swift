import Foundation
import Synchronization

/// The simulator's memory of the calls that it served, bounded, and optionally a file that outlives it.
final class CallLog: Sendable {
    private struct State {
        var records: [CallRecord] = []
        var sequence = 0
        var file: FileHandle?
    }

    private let state: Mutex<State>
    private let limit: Int

    /// A log of at most `limit` calls in memory; every ended call is also appended to `file`, one JSON line each.
    init(limit: Int, file path: String?) throws {
        self.limit = max(limit, 1)
        var file: FileHandle?
        if let path {
            let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
            }
            file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }
        state = Mutex(State(file: file))
    }

    /// Adds a call that has arrived; returns its sequence number.
    func begin(_ record: CallRecord) -> Int {
        state.withLock { state in
            state.sequence += 1
            var record = record
            record.sequence = state.sequence
            if state.records.count >= limit { state.records.removeFirst(state.records.count / 4 + 1) }
            state.records.append(record)
            return state.sequence
        }
    }

    /// Replaces what is known about a call (one that fell out of memory, or was forgotten, stays so).
    func update(_ record: CallRecord) {
        state.withLock { state in
            if let first = state.records.first?.sequence, record.sequence >= first {
                state.records[record.sequence - first] = record
            }
            guard record.ended, let file = state.file else { return }
            try? file.write(contentsOf: Data((record.json + "\n").utf8))
        }
    }

    /// All calls in memory, oldest first.
    var records: [CallRecord] { state.withLock(\.records) }

    /// Forgets all calls in memory.
    func clear() {
        state.withLock { $0.records.removeAll() }
    }
}
