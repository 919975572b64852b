/// A day, found by counting years and months: slow and plain, to check the quick way by.
struct UTCDate {
    let year: Int
    let month: Int
    let day: Int

    /// The day of a moment, in microseconds since 1970 (not before).
    init(microseconds: Int64) {
        var days = Int(microseconds / 86_400_000_000)
        var year = 1970
        while days >= Self.days(inYear: year) {
            days -= Self.days(inYear: year)
            year += 1
        }
        var month = 1
        while days >= Self.days(inMonth: month, of: year) {
            days -= Self.days(inMonth: month, of: year)
            month += 1
        }
        self.year = year
        self.month = month
        day = days + 1
    }

    /// `YYYY-MM-DD`, for years of four digits.
    var text: String { "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)" }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    private static func days(inYear year: Int) -> Int { isLeap(year) ? 366 : 365 }
    private static func days(inMonth month: Int, of year: Int) -> Int {
        month == 2 && isLeap(year) ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }
}
