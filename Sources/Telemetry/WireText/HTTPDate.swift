/// Dates of HTTP in their three forms (RFC 9110, section 5.6.7).
package enum HTTPDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Seconds since 1970; nil where it is not a date.
    ///
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    package static func seconds(_ text: String) -> Int64? {
        let parts = text.split { $0 == " " || $0 == "," || $0 == "-" }.map { $0.lowercased() }
        switch parts.count {
        case 6 where parts[5] == "gmt" || parts[5] == "utc":
            return seconds(day: parts[1], month: parts[2], year: parts[3], time: parts[4])
        case 5: return seconds(day: parts[2], month: parts[1], year: parts[4], time: parts[3])
        default: return nil
        }
    }

    private static func seconds(day: String, month: String, year: String, time: String) -> Int64? {
        guard let month = months.firstIndex(of: month), let day = number(day, 1...31),
            var year = number(year, 0...9_999)
        else { return nil }
        // Two digits: RFC 850, where more than 50 years ahead is the past.
        if year < 100 { year += year < 70 ? 2_000 : 1_900 }
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
        guard clock.count == 3, let hours = number(clock[0], 0...23), let minutes = number(clock[1], 0...59),
            let seconds = number(clock[2], 0...60)
        else { return nil }
        return days(year, Int64(month + 1), day) * 86_400 + hours * 3_600 + minutes * 60 + seconds
    }

    private static func number(_ text: String, _ range: ClosedRange<Int64>) -> Int64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text), range.contains(number)
        else { return nil }
        return number
    }

    /// Days since 1970-01-01 of the Gregorian calendar, years beginning in March.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let ofEra = y - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}
