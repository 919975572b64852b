import OTLPTracing
import Testing
import Tracing

@Suite struct BatchTests {
    /// Runs `processor` while `body` runs; returns when its last export is over.
    private func running(_ processor: BatchSpanProcessor, _ body: () async throws -> Void) async rethrows {
        let service = Task { await processor.run() }
        try await body()
        service.cancel()
        await service.value
    }

    private func configuration(_ change: (inout BatchConfiguration) -> Void = { _ in }) -> BatchConfiguration {
        var result = BatchConfiguration()
        result.scheduleDelay = .seconds(3_600)
        change(&result)
        return result
    }

    @Test func `MUST 7: a full batch goes out before the delay is over`() async {
        let exporter = HeldExporter(isOpen: true)
        let processor = BatchSpanProcessor(exporter, configuration: configuration())
        let spans = finished(512)
        await running(processor) {
            for span in spans.dropLast() { processor.ended(span) }
            #expect(processor.queued == 511)
            processor.ended(spans[511])
            #expect(await eventually { exporter.names.count == 512 })
            #expect(exporter.batches == [512])
        }
    }

    @Test func `MUST 7: beyond 2048 spans are dropped and counted`() async {
        let drops = SpanDrops()
        let exporter = HeldExporter(isOpen: false)
        let processor = BatchSpanProcessor(exporter, configuration: configuration(), drops: drops)
        let span = finished(1)[0]
        for _ in 0..<3_000 { processor.ended(span) }
        #expect(processor.queued == 2_048)
        #expect(drops[.queueFull] == 952)
        exporter.open()
        await running(processor) {
            #expect(await eventually { exporter.names.count == 2_048 })
        }
        #expect(exporter.batches == [512, 512, 512, 512] && exporter.mostRunning == 1)
        #expect(drops.total == 952)
    }

    @Test func `MUST 8: a slow collector holds nobody up, and memory stays bounded`() async {
        let drops = SpanDrops()
        let exporter = HeldExporter(isOpen: false)
        let processor = BatchSpanProcessor(
            exporter, configuration: configuration { $0.shutdownTimeout = .milliseconds(50) }, drops: drops)
        let span = finished(1)[0]
        await running(processor) {
            for _ in 0..<512 { processor.ended(span) }
            #expect(await eventually { exporter.batches == [512] })
            // The exporter is stuck with its first batch; all this returns at once.
            for _ in 0..<100_000 { processor.ended(span) }
            #expect(processor.queued == 2_048)
            #expect(drops[.queueFull] == 100_000 - 2_048)
        }
        #expect(drops.total == 100_512)
        #expect(exporter.mostRunning == 1)
    }

    @Test func `MUST 8: a dead collector costs nothing but counted drops`() async throws {
        let drops = SpanDrops()
        var endpoint = OTLPEndpoint()
        // Nobody listens on port 1 of this machine.
        endpoint.url = "http://127.0.0.1:1/v1/traces"
        let exporter = try OTLPHTTPExporter(endpoint, resource: Resource.detected(service: "test", attributes: []))
        let processor = BatchSpanProcessor(
            exporter,
            configuration: configuration {
                $0.exportTimeout = .milliseconds(200)
                $0.shutdownTimeout = .seconds(30)
            }, drops: drops)
        let tracer = OTLPTracer(pipelines: [TracingPipeline(sampler: ConstantSampler.alwaysOn, processor: processor)])
        await running(processor) {
            for _ in 0..<20_000 { tracer.startSpan("work").end() }
            #expect(processor.queued <= 2_048)
            await processor.flush()
            #expect(processor.queued == 0)
        }
        #expect(drops.total == 20_000 && drops[.queueFull] + drops[.unavailable] + drops[.shutdown] == 20_000)
        #expect(drops[.unavailable] > 0)
    }

    @Test func `the delay sends what there is`() async {
        let exporter = HeldExporter(isOpen: true)
        let processor = BatchSpanProcessor(
            exporter, configuration: configuration { $0.scheduleDelay = .milliseconds(20) })
        await running(processor) {
            for span in finished(3) { processor.ended(span) }
            #expect(await eventually { exporter.names.count == 3 })
        }
        #expect(!exporter.batches.contains(0))
    }

    @Test func `a flush returns when all that had ended is exported`() async {
        let exporter = HeldExporter(isOpen: true)
        let processor = BatchSpanProcessor(exporter, configuration: configuration { $0.maximumBatch = 10 })
        await running(processor) {
            for span in finished(25) { processor.ended(span) }
            await processor.flush()
            #expect(exporter.names.count == 25)
        }
        #expect(exporter.batches == [10, 10, 5])
        await processor.flush()
    }

    @Test func `MUST 9: the end flushes what is left`() async {
        let drops = SpanDrops()
        let exporter = HeldExporter(isOpen: true)
        let processor = BatchSpanProcessor(exporter, configuration: configuration(), drops: drops)
        await running(processor) { for span in finished(700) { processor.ended(span) } }
        #expect(exporter.names.count == 700 && drops.total == 0)
        processor.ended(finished(1)[0])
        #expect(drops[.shutdown] == 1)
    }

    @Test func `MUST 9: the last flush has a time limit, and what it leaves is counted`() async {
        let drops = SpanDrops()
        let exporter = HeldExporter(isOpen: false)
        let processor = BatchSpanProcessor(
            exporter, configuration: configuration { $0.shutdownTimeout = .milliseconds(50) }, drops: drops)
        await running(processor) { for span in finished(600) { processor.ended(span) } }
        #expect(exporter.names.isEmpty)
        #expect(drops.total == 600)
    }

    @Test func `an export that takes too long is given up, and the next one begins`() async {
        let drops = SpanDrops()
        let exporter = HeldExporter(isOpen: false)
        let processor = BatchSpanProcessor(
            exporter,
            configuration: configuration {
                $0.exportTimeout = .milliseconds(30)
                $0.maximumBatch = 5
            }, drops: drops)
        await running(processor) {
            for span in finished(10) { processor.ended(span) }
            #expect(await eventually { drops[.unavailable] == 10 })
            exporter.open()
            for span in finished(5) { processor.ended(span) }
            #expect(await eventually { exporter.names.count == 5 })
        }
        #expect(exporter.mostRunning == 1)
    }
}
