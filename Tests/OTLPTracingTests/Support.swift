import OTLPTracing
import Synchronization
import Tracing

/// Header fields, by lower-case name.
struct FieldCarrier: Extractor, Injector {
    func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
    func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
}

extension OTLPTracer {
    func context(_ fields: [String: String]) -> ServiceContext {
        var context = ServiceContext.topLevel
        extract(fields, into: &context, using: FieldCarrier())
        return context
    }

    func fields(_ context: ServiceContext) -> [String: String] {
        var fields: [String: String] = [:]
        inject(context, into: &fields, using: FieldCarrier())
        return fields
    }
}

/// A tracer that keeps what it records.
func recording(
    _ sampler: any Sampler = ParentBasedSampler(root: ConstantSampler.alwaysOn), limits: SpanLimits = SpanLimits()
) -> (tracer: OTLPTracer, spans: InMemorySpans) {
    let spans = InMemorySpans()
    return (OTLPTracer(pipelines: [TracingPipeline(sampler: sampler, processor: spans)], limits: limits), spans)
}

/// `count` spans that have ended.
func finished(_ count: Int, named name: String = "work") -> [FinishedSpan] {
    let (tracer, spans) = recording()
    for index in 0..<count { tracer.startSpan("\(name) \(index)").end() }
    return spans.finished
}

/// A collector that answers from a list, then with 200, and keeps what it was sent.
final class ScriptedTransport: OTLPTransport {
    struct Request: Sendable {
        var body: [UInt8]
        var fields: [String: String]
    }
    private let script: Mutex<[OTLPAnswer?]>
    private let requests = Mutex<[Request]>([])

    init(_ script: [OTLPAnswer?] = []) { self.script = Mutex(script) }

    var sent: [Request] { requests.withLock { $0 } }

    func post(_ body: [UInt8], to endpoint: OTLPEndpoint, fields: [OTLPEndpoint.Header]) async -> OTLPAnswer? {
        let pairs = fields.map { ($0.name.lowercased(), $0.value) }
        requests.withLock {
            $0.append(Request(body: body, fields: Dictionary(pairs, uniquingKeysWith: { $1 })))
        }
        return script.withLock { $0.isEmpty ? OTLPAnswer(status: 200) : $0.removeFirst() }
    }

    func shutdown() async {}
}

/// A clock that does not wait, and keeps what it was asked to wait for.
final class ImpatientClock: Clock {
    typealias Instant = ContinuousClock.Instant
    private let waits = Mutex<[Duration]>([])

    var waited: [Duration] { waits.withLock { $0 } }
    var now: Instant { ContinuousClock().now }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let wait = ContinuousClock().now.duration(to: deadline)
        waits.withLock { $0.append(wait) }
    }
}

/// An exporter that is held until it is let go, and keeps what it was given.
final class HeldExporter: SpanExporter {
    private struct State {
        var batches: [Int] = []
        var names: [String] = []
        var running = 0
        var mostRunning = 0
        var isOpen: Bool
    }
    private let state: Mutex<State>

    init(isOpen: Bool) { state = Mutex(State(isOpen: isOpen)) }

    var batches: [Int] { state.withLock { $0.batches } }
    var names: [String] { state.withLock { $0.names } }
    var mostRunning: Int { state.withLock { $0.mostRunning } }

    func open() { state.withLock { $0.isOpen = true } }

    func export(_ spans: [FinishedSpan]) async -> ExportResult {
        state.withLock {
            $0.batches.append(spans.count)
            $0.running += 1
            $0.mostRunning = max($0.mostRunning, $0.running)
        }
        defer { state.withLock { $0.running -= 1 } }
        while !state.withLock({ $0.isOpen }) {
            do { try await Task.sleep(for: .milliseconds(2)) } catch { return .failed(.unavailable) }
        }
        state.withLock { $0.names += spans.map(\.name) }
        return .exported(rejected: 0)
    }

    func shutdown() async {}
}

/// Waits until `condition` holds; false after 20 s.
func eventually(_ condition: () -> Bool) async -> Bool {
    for _ in 0..<4_000 {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}
