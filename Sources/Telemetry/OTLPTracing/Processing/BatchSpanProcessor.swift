public import ServiceLifecycle
import Synchronization

/// Collects ended spans and exports them in batches: when one is full, when the delay is over, at a flush.
///
/// The idea: ending a span puts it into a bounded queue behind a lock and perhaps rings a bell; a single task, ``run()``,
/// takes batches out and waits for the exporter. So there are never two exports at once, a slow exporter costs the
/// program nothing, and what does not fit is dropped and counted. Run it as a service: at the end it exports what is
/// left, within a time limit.
public final class BatchSpanProcessor: SpanProcessor, Service {
    private struct State {
        var queue: BatchQueue
        /// The delay is over, or somebody asked for a flush: partial batches go out, too.
        var isDue = false
        var isStopped = false
        var flushes: [CheckedContinuation<Void, Never>] = []
    }

    private let configuration: BatchConfiguration
    private let exporter: any SpanExporter
    private let drops: SpanDrops
    private let state: Mutex<State>
    private let bell: AsyncStream<Void>
    private let ring: AsyncStream<Void>.Continuation

    /// A processor for `exporter`; drops are counted in `drops`.
    public init(
        _ exporter: any SpanExporter, configuration: BatchConfiguration = BatchConfiguration(),
        drops: SpanDrops = SpanDrops()
    ) {
        self.configuration = configuration
        self.exporter = exporter
        self.drops = drops
        state = Mutex(State(queue: BatchQueue(configuration)))
        // A bell that was rung twice before anybody heard it was rung once.
        (bell, ring) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Spans that wait.
    public var queued: Int { state.withLock { $0.queue.count } }

    public func ended(_ span: FinishedSpan) {
        let added = state.withLock { $0.isStopped ? nil : $0.queue.add(span) }
        switch added {
        case .queued: break
        case .batchReady: ring.yield()
        case .full: drops.add(1, .queueFull)
        case nil: drops.add(1, .shutdown)
        }
    }

    public func flushSoon() {
        state.withLock { $0.isDue = true }
        ring.yield()
    }

    /// Exports what has ended by now; returns when that is done, or given up.
    ///
    /// Only while ``run()`` runs; otherwise nothing comes of it until then.
    public func flush() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard !state.isStopped else { return true }
                state.isDue = true
                state.flushes.append(continuation)
                return false
            }
            if isOver { continuation.resume() } else { ring.yield() }
        }
    }

    /// Exports until the service ends or the task is cancelled, then what is left.
    public func run() async {
        // Unstructured: the last export must outlive the cancellation that ends the service.
        let exporting = Task { await self.export() }
        let timer = Task { await self.ringOnSchedule() }
        try? await gracefulShutdown()
        timer.cancel()
        ring.finish()
        // Unstructured for the same reason.
        let deadline = Task { [configuration] in
            try await Task.sleep(for: configuration.shutdownTimeout)
            exporting.cancel()
        }
        await exporting.value
        deadline.cancel()
        await exporter.shutdown()
    }

    private func ringOnSchedule() async {
        while !Task.isCancelled {
            do { try await Task.sleep(for: configuration.scheduleDelay) } catch { return }
            flushSoon()
        }
    }

    /// The only task that exports.
    private func export() async {
        for await _ in bell { await exportReady() }
        state.withLock { $0.isDue = true }
        await exportReady()
        let (left, flushes) = state.withLock { state in
            state.isStopped = true
            var left = 0
            while let batch = state.queue.take(partial: true) { left += batch.count }
            defer { state.flushes = [] }
            return (left, state.flushes)
        }
        drops.add(left, .shutdown)
        for flush in flushes { flush.resume() }
    }

    private func exportReady() async {
        let (isDue, flushes) = state.withLock { state in
            defer {
                state.isDue = false
                state.flushes = []
            }
            return (state.isDue, state.flushes)
        }
        while !Task.isCancelled, let batch = state.withLock({ $0.queue.take(partial: isDue) }) {
            await export(batch)
        }
        for flush in flushes { flush.resume() }
    }

    private func export(_ batch: [FinishedSpan]) async {
        let result = await TimeLimit.run(configuration.exportTimeout) { [exporter] in await exporter.export(batch) }
        switch result {
        case .exported(let rejected): drops.add(min(rejected, batch.count), .rejected)
        case .failed(let reason): drops.add(batch.count, reason)
        case nil: drops.add(batch.count, Task.isCancelled ? .shutdown : .unavailable)
        }
    }
}
