/// What an item of an envelope is.
public struct SentryItemType: Sendable, Hashable, RawRepresentable {
    public let rawValue: String

    /// A type by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let event = SentryItemType(rawValue: "event")
    public static let transaction = SentryItemType(rawValue: "transaction")
    public static let session = SentryItemType(rawValue: "session")
    public static let sessions = SentryItemType(rawValue: "sessions")
    public static let clientReport = SentryItemType(rawValue: "client_report")
    public static let attachment = SentryItemType(rawValue: "attachment")

    /// Which rate limits and client reports it counts under.
    public var category: SentryDataCategory {
        switch rawValue {
        case "event": .error
        case "transaction": .transaction
        case "session", "sessions": .session
        case "client_report": .internal
        case "attachment": .attachment
        case "check_in": .monitor
        case "feedback", "user_report": .feedback
        case "profile": .profile
        case "replay_event", "replay_recording", "replay_video": .replay
        case "log": .logItem
        default: .default
        }
    }
}
