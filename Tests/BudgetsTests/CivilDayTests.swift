import Budgets
import Foundation
import Testing

/// The calendar that everything else uses, against Foundation's.
@Suite struct CivilDayTests {
    private static let gregorian: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    @Test func `days have the names that Foundation gives them, and back`() throws {
        // 1970 to 2105 in steps that meet every day of a month and leap days.
        for number in stride(from: Int64(0), through: 49_500, by: 7) {
            let day = CivilDay(daysSince1970: number)
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = Self.gregorian.dateComponents([.year, .month, .day], from: date)
            #expect(
                [day.year, day.month, day.day]
                    == [parts.year, parts.month, parts.day].compactMap { $0.map(Int64.init) })
            #expect(day.daysSince1970 == number)
            #expect(day.exists)
        }
    }

    @Test(arguments: [
        (-1, "1969-12-31"), (0, "1970-01-01"), (11_016, "2000-02-29"), (-719_528, "0000-01-01"),
        (2_932_896, "9999-12-31"),
    ]) func `days at the edges`(number: Int64, text: String) {
        #expect(CivilDay(daysSince1970: number).text == text)
        #expect(CivilDay(containing: number * CivilDay.microseconds).text == text)
        #expect(CivilDay(containing: number * CivilDay.microseconds + CivilDay.microseconds - 1).text == text)
    }

    @Test(arguments: [
        (2026, 2, 29), (2100, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32),
    ])
    func `days that do not exist`(year: Int64, month: Int64, day: Int64) {
        #expect(!CivilDay(year: year, month: month, day: day).exists)
    }
}
