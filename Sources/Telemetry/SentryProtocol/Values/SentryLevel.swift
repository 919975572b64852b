/// How bad it is.
public enum SentryLevel: String, Sendable, Hashable, CaseIterable, Comparable {
    case debug, info, warning, error, fatal

    public static func < (one: SentryLevel, other: SentryLevel) -> Bool { one.rank < other.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
