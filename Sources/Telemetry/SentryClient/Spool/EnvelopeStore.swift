package import SentryProtocol

/// An envelope as it is sent, but for `sent_at`.
package struct PreparedEnvelope: Sendable {
    package var bytes: [UInt8]
    package var category: SentryDataCategory
    /// Of a transaction.
    package var spanCount = 0

    package init(_ envelope: SentryEnvelope, category: SentryDataCategory, spanCount: Int = 0) {
        bytes = envelope.bytes()
        self.category = category
        self.spanCount = spanCount
    }
}

/// An envelope that is kept: enough to find it and to count it.
package struct StoredEnvelope: Sendable, Hashable {
    package var name: String
    package var category: SentryDataCategory
    package var spanCount: Int
    package var size: Int
}

/// Keeps envelopes that wait for a receiver, bounded, oldest first; used by one task.
package protocol EnvelopeStore: Sendable {
    /// Whether it survives the process.
    var isDurable: Bool { get }
    var count: Int { get }
    /// Keeps one; those that had to go for it come back. nil where it could not be kept.
    mutating func add(_ envelope: PreparedEnvelope, at time: SentryTimestamp) -> (
        stored: StoredEnvelope?, evicted: [StoredEnvelope]
    )
    /// The oldest for which `condition` holds.
    func first(where condition: (StoredEnvelope) -> Bool) -> StoredEnvelope?
    /// nil where it cannot be read any more.
    func bytes(of envelope: StoredEnvelope) -> [UInt8]?
    mutating func remove(_ envelope: StoredEnvelope)
}
