/// An instant: seconds since 1970, written with microseconds at most.
public struct SentryTimestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970.
    public let microseconds: Int64

    /// An instant so many microseconds after 1970.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// An instant so many nanoseconds after 1970, as spans have it.
    public init(nanoseconds: UInt64) { microseconds = Int64(nanoseconds / 1_000) }

    /// An instant so many seconds after 1970.
    public init(seconds: Double) {
        microseconds = seconds.isFinite ? Int64(max(-1e12, min(1e12, seconds)) * 1e6) : 0
    }

    public static func < (one: SentryTimestamp, other: SentryTimestamp) -> Bool {
        one.microseconds < other.microseconds
    }

    /// Seconds since 1970.
    public var seconds: Double { Double(microseconds) / 1e6 }

    var encoded: SentryValue { .number(seconds) }

    /// `2026-11-25T22:33:34.120000Z` (RFC 3339, UTC).
    public var text: String {
        let date = civil
        return "\(date.day)T\(date.time).\(Self.digits(date.fraction, 6))Z"
    }

    /// The minute since 1970 that it is in.
    var minute: Int64 { Self.floor(microseconds, 60_000_000) }

    /// `2026-11-25T22:33:00Z`: the minute it is in, as session aggregates have it.
    public var minuteText: String {
        let date = civil
        return "\(date.day)T\(date.time.prefix(6))00Z"
    }

    /// `2026-11`: the calendar month in UTC.
    public var monthText: String { String(civil.day.prefix(7)) }

    /// How much of its calendar month (UTC) has gone by, 0..<1.
    public var shareOfMonth: Double {
        let days = Self.floor(microseconds, 86_400_000_000)
        let date = Self.date(days)
        let length =
            Self.days(date.month == 12 ? date.year + 1 : date.year, date.month % 12 + 1, 1)
            - Self.days(date.year, date.month, 1)
        let within = Double(microseconds - days * 86_400_000_000) / 86_400e6
        return (Double(date.day - 1) + within) / Double(length)
    }

    private var civil: (day: String, time: String, fraction: Int64) {
        let seconds = Self.floor(microseconds, 1_000_000)
        let days = Self.floor(seconds, 86_400)
        let rest = seconds - days * 86_400
        let date = Self.date(days)
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map { Self.digits($0, 2) }.joined(separator: ":")
        return (
            "\(Self.digits(date.year, 4))-\(Self.digits(date.month, 2))-\(Self.digits(date.day, 2))", time,
            microseconds - seconds * 1_000_000
        )
    }

    private static func floor(_ number: Int64, _ divisor: Int64) -> Int64 {
        (number >= 0 ? number : number - divisor + 1) / divisor
    }

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    /// The date of a day since 1970-01-01 in the Gregorian calendar, years beginning in March.
    private static func date(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + 719_468
        let era = floor(shifted, 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }

    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = floor(shifted, 400)
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}
