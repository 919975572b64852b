import NIOCore
import RESP

/// Commands that were submitted together, and the answers that have come.
struct PendingBatch {
    /// What is sent; emptied then.
    var bytes: [UInt8]
    let size: Int
    let count: Int
    let deadline: NIODeadline
    let promise: EventLoopPromise<[RESPValue]>
    var replies: [RESPValue] = []

    init(_ commands: [RESPCommand], deadline: NIODeadline, promise: EventLoopPromise<[RESPValue]>) {
        bytes = []
        bytes.reserveCapacity(commands.reduce(0) { $0 + $1.byteCount })
        for command in commands { command.write(to: &bytes) }
        size = bytes.count
        count = commands.count
        self.deadline = deadline
        self.promise = promise
    }
}

/// Batches in the order of their submission: those that were sent, then those that wait for a connection.
struct PendingBatches {
    private var batches: [PendingBatch?] = []
    private var first = 0
    private var sent = 0
    private(set) var commands = 0
    private(set) var bytes = 0

    var isEmpty: Bool { first == batches.count }
    /// Whether there is one whose answers are awaited.
    var awaitsReply: Bool { sent > first }

    /// Takes a batch at the end.
    mutating func append(_ batch: PendingBatch) {
        commands += batch.count
        bytes += batch.size
        batches.append(batch)
    }

    /// The bytes of all that were not yet sent; they count as sent from now on.
    mutating func send() -> [UInt8] {
        var result: [UInt8] = []
        while sent < batches.count {
            result += batches[sent]?.bytes ?? []
            batches[sent]?.bytes = []
            sent += 1
        }
        return result
    }

    /// Puts a reply where it belongs; returns the batch that it completes.
    mutating func receive(_ reply: RESPValue) -> PendingBatch? {
        batches[first]?.replies.append(reply)
        guard let batch = batches[first], batch.replies.count == batch.count else { return nil }
        return removeFirst()
    }

    /// Takes out every batch, sent or not.
    mutating func removeAll() -> (sent: [PendingBatch], unsent: [PendingBatch]) {
        let result = (batches[first..<sent].compactMap { $0 }, batches[sent...].compactMap { $0 })
        self = PendingBatches()
        return result
    }

    /// Takes out the batches that were not sent and whose time is over.
    mutating func removeUnsent(expiredAt now: NIODeadline) -> [PendingBatch] {
        var expired: [PendingBatch] = []
        for index in (sent..<batches.count).reversed() {
            guard let batch = batches[index], batch.deadline <= now else { continue }
            expired.append(batch)
            batches.remove(at: index)
            commands -= batch.count
            bytes -= batch.size
        }
        return expired.reversed()
    }

    /// The earliest deadline of those that were sent, and of those that were not.
    var deadlines: (sent: NIODeadline?, unsent: NIODeadline?) {
        (
            batches[first..<sent].lazy.compactMap { $0?.deadline }.min(),
            batches[sent...].lazy.compactMap { $0?.deadline }.min()
        )
    }

    private mutating func removeFirst() -> PendingBatch? {
        let batch = batches[first]
        batches[first] = nil
        first += 1
        commands -= batch?.count ?? 0
        bytes -= batch?.size ?? 0
        if first == batches.count || first > 1024 {
            batches.removeFirst(first)
            sent -= first
            first = 0
        }
        return batch
    }
}
