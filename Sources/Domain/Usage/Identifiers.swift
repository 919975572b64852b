/// The id of a provider entry in the configuration or the catalogue: `openai`, `anthropic`, `groq`.
public struct ProviderID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name as written.
    public let rawValue: String
    /// The id named `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
    public static func == (left: Self, right: Self) -> Bool { NameBytes.areEqual(left.rawValue, right.rawValue) }
    public func hash(into hasher: inout Hasher) { NameBytes.hash(rawValue, into: &hasher) }
    public var description: String { rawValue }
}

/// A model's name, as a request, a response or the catalogue writes it.
public struct ModelID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name as written.
    public let rawValue: String
    /// The model named `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
    public static func == (left: Self, right: Self) -> Bool { NameBytes.areEqual(left.rawValue, right.rawValue) }
    public func hash(into hasher: inout Hasher) { NameBytes.hash(rawValue, into: &hasher) }
    public var description: String { rawValue }
}

/// Who pays for a call (CONTRACTS.md "Attribution"); at most 256 characters.
public struct UserID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name as written.
    public let rawValue: String
    /// The user named `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
    public static func == (left: Self, right: Self) -> Bool { NameBytes.areEqual(left.rawValue, right.rawValue) }
    public func hash(into hasher: inout Hasher) { NameBytes.hash(rawValue, into: &hasher) }
    public var description: String { rawValue }
    /// The user of a call that names none.
    public static let anonymous = UserID(rawValue: "anonymous")
}

/// The id of a virtual key: public, never the key itself.
public struct KeyID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The id as written.
    public let rawValue: String
    /// The id `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
    public static func == (left: Self, right: Self) -> Bool { NameBytes.areEqual(left.rawValue, right.rawValue) }
    public func hash(into hasher: inout Hasher) { NameBytes.hash(rawValue, into: &hasher) }
    public var description: String { rawValue }
}

/// The part of an application that made a call (CONTRACTS.md "Attribution"); at most 256 characters.
public struct ComponentType: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name as written.
    public let rawValue: String
    /// The component named `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
    public static func == (left: Self, right: Self) -> Bool { NameBytes.areEqual(left.rawValue, right.rawValue) }
    public func hash(into hasher: inout Hasher) { NameBytes.hash(rawValue, into: &hasher) }
    public var description: String { rawValue }
    /// The component of a call that names none.
    public static let unspecified = ComponentType(rawValue: "unspecified")
}
