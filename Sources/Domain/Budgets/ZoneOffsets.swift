/// The port that knows the rules of one time zone; the domain itself has no calendar but the Gregorian one in UTC.
public protocol ZoneOffsets: Sendable {
    /// Seconds that local time is ahead of UTC at a moment, in seconds since 1970.
    func offset(at second: Int64) -> Int64
}

/// The zone that is never ahead.
public struct UTCOffsets: ZoneOffsets {
    /// The rules of UTC: none.
    public init() {}
    public func offset(at second: Int64) -> Int64 { 0 }
}
