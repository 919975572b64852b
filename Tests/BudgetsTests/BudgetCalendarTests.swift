import Budgets
import Foundation
import Money
import Testing

@Suite struct BudgetCalendarTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var zone: String
        var window: BudgetWindow
        var at: String
        var name: String
        var start: String
        var end: String
        var testDescription: String { "\(zone) \(window) \(at)" }
    }

    @Test(arguments: [
        Case(
            zone: "UTC", window: .month, at: "2026-11-30T23:59:59Z", name: "2026-11", start: "2026-11-01T00:00:00Z",
            end: "2026-12-01T00:00:00Z"),
        Case(
            zone: "UTC", window: .month, at: "2026-12-01T00:00:00Z", name: "2026-12", start: "2026-12-01T00:00:00Z",
            end: "2027-01-01T00:00:00Z"),
        // Month ends in three zones, one of them with daylight saving inside the month.
        Case(
            zone: "America/Los_Angeles", window: .month, at: "2026-12-01T07:59:59Z", name: "2026-11",
            start: "2026-11-01T07:00:00Z", end: "2026-12-01T08:00:00Z"),
        Case(
            zone: "Europe/Berlin", window: .month, at: "2026-10-31T22:59:59Z", name: "2026-10",
            start: "2026-09-30T22:00:00Z", end: "2026-10-31T23:00:00Z"),
        Case(
            zone: "Asia/Kathmandu", window: .month, at: "2026-11-30T18:15:00Z", name: "2026-12",
            start: "2026-11-30T18:15:00Z", end: "2026-12-31T18:15:00Z"),
        // A day of 23 and one of 25 hours.
        Case(
            zone: "Europe/Berlin", window: .day, at: "2026-03-29T12:00:00Z", name: "2026-03-29",
            start: "2026-03-28T23:00:00Z", end: "2026-03-29T22:00:00Z"),
        Case(
            zone: "America/New_York", window: .day, at: "2026-11-01T12:00:00Z", name: "2026-11-01",
            start: "2026-11-01T04:00:00Z", end: "2026-11-02T05:00:00Z"),
        // Midnight is skipped: Cairo's clocks go from 23:59:59 to 01:00.
        Case(
            zone: "Africa/Cairo", window: .day, at: "2026-04-24T12:00:00Z", name: "2026-04-24",
            start: "2026-04-23T22:00:00Z", end: "2026-04-24T21:00:00Z"),
        // Midnight comes twice: the day begins at the second one.
        Case(
            zone: "America/Sao_Paulo", window: .day, at: "2019-02-17T02:30:00Z", name: "2019-02-16",
            start: "2019-02-16T02:00:00Z", end: "2019-02-17T03:00:00Z"),
        // Samoa had no 30 December 2011.
        Case(
            zone: "Pacific/Apia", window: .day, at: "2011-12-30T10:00:00Z", name: "2011-12-31",
            start: "2011-12-30T10:00:00Z", end: "2011-12-31T10:00:00Z"),
        // The hour that comes twice is two hours.
        Case(
            zone: "America/New_York", window: .hour, at: "2026-11-01T05:30:00Z", name: "2026-11-01T01-04:00",
            start: "2026-11-01T05:00:00Z", end: "2026-11-01T06:00:00Z"),
        Case(
            zone: "America/New_York", window: .hour, at: "2026-11-01T06:30:00Z", name: "2026-11-01T01-05:00",
            start: "2026-11-01T06:00:00Z", end: "2026-11-01T07:00:00Z"),
        // Lord Howe's clocks change by half an hour, in the middle of one.
        Case(
            zone: "Australia/Lord_Howe", window: .hour, at: "2026-04-04T15:10:00Z", name: "2026-04-05T01+10:30",
            start: "2026-04-04T15:00:00Z", end: "2026-04-04T15:30:00Z"),
        Case(
            zone: "UTC", window: .hour, at: "1969-12-31T23:59:59Z", name: "1969-12-31T23Z",
            start: "1969-12-31T23:00:00Z", end: "1970-01-01T00:00:00Z"),
        Case(
            zone: "UTC", window: .week, at: "2027-01-03T23:59:59Z", name: "2026-W53", start: "2026-12-28T00:00:00Z",
            end: "2027-01-04T00:00:00Z"),
        Case(
            zone: "Asia/Tokyo", window: .week, at: "2026-11-22T15:00:00Z", name: "2026-W48",
            start: "2026-11-22T15:00:00Z", end: "2026-11-29T15:00:00Z"),
    ])
    func `a window begins and ends where the zone's clocks say so`(_ example: Case) throws {
        let period = BudgetCalendar(zone: try SystemZone(example.zone))
            .period(example.window, containing: try moment(example.at))
        #expect(period.name == example.name)
        #expect(period.start == (try moment(example.start)))
        #expect(period.end == (try moment(example.end)))
    }

    @Test(
        arguments: [
            "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata",
            "America/St_Johns", "Pacific/Apia", "America/Havana", "Africa/Casablanca", "Asia/Gaza",
        ], [BudgetWindow.hour, .day, .week, .month])
    func `windows follow each other without gap or overlap, each under its own name`(
        zone: String, window: BudgetWindow
    ) throws {
        let calendar = BudgetCalendar(zone: try SystemZone(zone))
        // Over the changes of a year, and over Samoa's missing day.
        for begin in ["2026-03-01T00:00:00Z", "2026-10-01T00:00:00Z", "2011-12-20T00:00:00Z"] {
            var period = calendar.period(window, containing: try moment(begin))
            var names: Set<String> = []
            for _ in 0..<(window == .hour ? 900 : 40) {
                #expect(names.insert(period.name).inserted, "\(period.name) comes twice")
                #expect(period.start < period.end)
                #expect(calendar.period(window, containing: period.start) == period)
                #expect(calendar.period(window, containing: period.end - 1) == period)
                let next = calendar.period(window, containing: period.end)
                #expect(next.start == period.end)
                period = next
            }
        }
    }

    @Test func `in total is one window without an end`() {
        let period = BudgetCalendar(zone: UTCOffsets()).period(.total, containing: 0)
        #expect(period == .total)
        #expect(period.projected(.zero, at: 0) == nil)
    }
}
