import Synchronization

/// Makes random ids: two numbers of a counter-based generator (splitmix64), each with a key from the system.
///
/// The system's generator is asked once a process, as a call of it costs more than a whole span may. The counter makes
/// ids of different threads different without a lock; two keys of 64 bits make those of different processes so.
final class IDGenerator: Sendable {
    private let counter: Atomic<UInt64>
    private let key: UInt64

    init() {
        var system = SystemRandomNumberGenerator()
        counter = Atomic(system.next())
        key = system.next()
    }

    func traceID() -> TraceID {
        while true {
            let id = TraceID(high: next(), low: next())
            if id.high | id.low != 0 { return id }
        }
    }

    func spanID() -> SpanID {
        while true {
            let value = next()
            if value != 0 { return SpanID(value) }
        }
    }

    private func next() -> UInt64 {
        let step = counter.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        return Self.mixed(Self.mixed(step) ^ key)
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var z = number
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
