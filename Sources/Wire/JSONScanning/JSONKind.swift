/// What a JSON value is, as its first byte tells.
public enum JSONKind: UInt8, Sendable, Hashable, CaseIterable {
    case object
    case array
    case string
    case number
    case bool
    case null
}
