import Budgets

/// Points in time as RFC 3339 text.
enum Timestamp {
    /// UTC with milliseconds, cut off: `2026-11-22T18:13:27.123Z`.
    static func text(microseconds: Int64) -> String {
        let day = CivilDay(containing: microseconds)
        let rest = (microseconds - day.startMicroseconds) / 1000
        let digits = CivilDay.padded
        let hours = digits(rest / 3_600_000, 2)
        let minutes = digits(rest / 60_000 % 60, 2)
        return "\(day.text)T\(hours):\(minutes):\(digits(rest / 1000 % 60, 2)).\(digits(rest % 1000, 3))Z"
    }

    /// Reads a date (`2026-11-22`, its start in UTC) or a date and time with a zone (`2026-11-22T18:13:27.5+01:00`).
    ///
    /// Microseconds since 1970, of the years 1 to 9999; nil for anything else. Digits beyond microseconds are cut off; a leap second is
    /// the first of the next minute.
    static func microseconds(_ text: String) -> Int64? {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2), scanner.take("-"),
            let day = scanner.number(2), year >= 1
        else { return nil }
        let date = CivilDay(year: year, month: month, day: day)
        guard date.exists else { return nil }
        if scanner.isAtEnd { return date.startMicroseconds }
        guard scanner.take("T") || scanner.take("t") || scanner.take(" "), let hour = scanner.number(2),
            scanner.take(":"), let minute = scanner.number(2), scanner.take(":"), let second = scanner.number(2),
            hour < 24, minute < 60, second <= 60, let fraction = scanner.fraction(), let offset = scanner.zone(),
            scanner.isAtEnd
        else { return nil }
        let seconds = hour * 3600 + minute * 60 + second - offset
        return date.startMicroseconds + seconds * 1_000_000 + fraction
    }
}

/// Walks over the ASCII of a time.
private struct DigitScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Exactly `count` digits.
    mutating func number(_ count: Int) -> Int64? {
        guard rest.count >= count, rest.prefix(count).allSatisfy({ (48...57).contains($0) }) else { return nil }
        let value = rest.prefix(count).reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
        rest = rest.dropFirst(count)
        return value
    }

    /// Microseconds of `.123…`, 0 without a point, nil for a point without digits.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = rest.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let padded = Array(digits.prefix(6)) + Array(repeating: 48, count: max(0, 6 - digits.count))
        return padded.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
    }

    /// Seconds east of UTC.
    mutating func zone() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            return nil
        }
        guard let hours = number(2), take(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
