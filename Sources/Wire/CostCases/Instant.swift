/// A moment in UTC, as text writes it: RFC 3339 (`2026-11-20T12:00:00Z`, `…+02:00`), or a day alone (its midnight).
public enum Instant {
    /// Microseconds since 1970; nil when `text` is no such moment.
    public static func microseconds(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        guard let day = days(bytes) else { return nil }
        guard bytes.count > 10 else { return day * 86_400_000_000 }
        guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t") || bytes[10] == 0x20,
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var index = 19
        guard let fraction = fraction(bytes, &index), let offset = zone(bytes, index) else { return nil }
        return (day * 86_400 + hour * 3_600 + minute * 60 + second - offset) * 1_000_000 + fraction
    }

    /// Days since 1970 of the date in the first ten bytes.
    private static func days(_ bytes: [UInt8]) -> Int64? {
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes, 0, 4), let month = number(bytes, 5, 2), let day = number(bytes, 8, 2),
            (1...12).contains(month)
        else { return nil }
        let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day >= 1, day <= lengths[Int(month) - 1] else { return nil }
        // Years that begin in March put the leap day at their end.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Microseconds of the fraction at `index`, which is moved behind it; 0 where there is none.
    private static func fraction(_ bytes: [UInt8], _ index: inout Int) -> Int64? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return 0 }
        index += 1
        let start = index
        var value: Int64 = 0
        var places = 0
        while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
            if places < 6 {
                value = value * 10 + Int64(bytes[index] - UInt8(ascii: "0"))
                places += 1
            }
            index += 1
        }
        guard index > start else { return nil }
        for _ in places..<6 { value *= 10 }
        return value
    }

    /// Seconds east of UTC of the zone that is all of the rest from `index` on.
    private static func zone(_ bytes: [UInt8], _ index: Int) -> Int64? {
        guard index < bytes.count else { return nil }
        if bytes[index] | 0x20 == UInt8(ascii: "z") { return bytes.count == index + 1 ? 0 : nil }
        let isEast = bytes[index] == UInt8(ascii: "+")
        guard isEast || bytes[index] == UInt8(ascii: "-"), bytes.count == index + 6,
            bytes[index + 3] == UInt8(ascii: ":"), let hours = number(bytes, index + 1, 2),
            let minutes = number(bytes, index + 4, 2), hours < 24, minutes < 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 3_600 + minutes * 60)
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64? {
        var value: Int64 = 0
        for index in start..<(start + count) {
            guard bytes[index] &- UInt8(ascii: "0") < 10 else { return nil }
            value = value * 10 + Int64(bytes[index] - UInt8(ascii: "0"))
        }
        return value
    }
}
