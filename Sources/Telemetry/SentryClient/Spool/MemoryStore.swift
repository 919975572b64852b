package import SentryProtocol

/// Keeps envelopes in memory.
package struct MemoryStore: EnvelopeStore {
    private let limits: SentrySpoolLimits
    private var kept: [(entry: StoredEnvelope, bytes: [UInt8])] = []
    private var size = 0
    private var next = 0

    package init(_ limits: SentrySpoolLimits) { self.limits = limits }

    package let isDurable = false
    package var count: Int { kept.count }

    package mutating func add(_ envelope: PreparedEnvelope, at time: SentryTimestamp) -> (
        stored: StoredEnvelope?, evicted: [StoredEnvelope]
    ) {
        guard envelope.bytes.count <= limits.bytes else { return (nil, []) }
        next += 1
        let entry = StoredEnvelope(
            name: String(next), category: envelope.category, spanCount: envelope.spanCount, size: envelope.bytes.count)
        kept.append((entry, envelope.bytes))
        size += entry.size
        var evicted: [StoredEnvelope] = []
        while kept.count > limits.envelopes || size > limits.bytes {
            let oldest = kept.removeFirst().entry
            size -= oldest.size
            evicted.append(oldest)
        }
        return (entry, evicted)
    }

    package func first(where condition: (StoredEnvelope) -> Bool) -> StoredEnvelope? {
        kept.first { condition($0.entry) }?.entry
    }

    package func bytes(of envelope: StoredEnvelope) -> [UInt8]? { kept.first { $0.entry == envelope }?.bytes }

    package mutating func remove(_ envelope: StoredEnvelope) {
        guard let index = kept.firstIndex(where: { $0.entry == envelope }) else { return }
        size -= kept.remove(at: index).entry.size
    }
}
