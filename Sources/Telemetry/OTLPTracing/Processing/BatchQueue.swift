/// Spans that wait for export, in batches; a bounded queue without a clock or a lock of its own.
struct BatchQueue {
    /// What has become of an added span.
    enum Added: Equatable {
        case queued
        /// It completed a batch: export now.
        case batchReady
        case full
    }

    private let maximumQueue: Int
    private let maximumBatch: Int
    private var ready: [[FinishedSpan]] = []
    private var filling: [FinishedSpan] = []
    private(set) var count = 0

    init(_ configuration: BatchConfiguration) {
        maximumQueue = max(1, configuration.maximumQueue)
        maximumBatch = min(max(1, configuration.maximumBatch), maximumQueue)
    }

    mutating func add(_ span: FinishedSpan) -> Added {
        guard count < maximumQueue else { return .full }
        if filling.isEmpty { filling.reserveCapacity(maximumBatch) }
        filling.append(span)
        count += 1
        guard filling.count == maximumBatch else { return .queued }
        ready.append(filling)
        filling = []
        return .batchReady
    }

    /// The next batch: a full one, or with `partial` whatever there is; nil when there is none.
    mutating func take(partial: Bool) -> [FinishedSpan]? {
        var batch: [FinishedSpan]?
        if !ready.isEmpty {
            batch = ready.removeFirst()
        } else if partial, !filling.isEmpty {
            batch = filling
            filling = []
        }
        count -= batch?.count ?? 0
        return batch
    }
}
