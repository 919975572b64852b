public import SentryProtocol

/// What has become of an event.
public enum SentryDelivery: Sendable, Hashable {
    /// The receiver has it.
    case delivered
    /// It is on disk and is sent when that is possible, also by the next process.
    case stored
    /// It is in memory and is sent when that is possible.
    case kept
    /// It is given up.
    case discarded(SentryDiscardReason)
}
