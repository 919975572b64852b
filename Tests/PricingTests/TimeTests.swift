import Money
import Pricing
import Testing
import Usage

@Suite struct TimeTests {
    private static let day: Int64 = 86_400_000_000
    private static let hour: Int64 = 3_600_000_000
    private static let fridayMidnight = friday - 12 * hour

    @Test func `the last price that has begun holds`() throws {
        let model = PricedModel(
            CatalogueModel(
                id: "m",
                prices: [
                    PriceRecord(validFrom: 200, standard: TieredRates(base: try rates([.input: "3"]))),
                    PriceRecord(standard: TieredRates(base: try rates([.input: "1"]))),
                    PriceRecord(validFrom: 100, standard: TieredRates(base: try rates([.input: "2"]))),
                ]), provider: nil)
        for (instant, cost) in [(Int64.min, "1"), (99, "1"), (100, "2"), (199, "2"), (200, "3"), (.max, "3")] {
            #expect(model.cost(of: .tokens(1_000_000, 0), at: instant).total.text == cost)
        }
    }

    @Test func `before its first price a model has none`() throws {
        let model = PricedModel.with(
            PriceRecord(validFrom: 100, standard: TieredRates(base: try rates([.input: "1"]))))
        #expect(!model.hasPrice(at: 99))
        let cost = model.cost(of: Usage.tokens(7, 0).with(.webSearches, 1), at: 99)
        #expect(cost.total == nil)
        #expect(cost.unpriced == ["input", "web_searches"])
        #expect(model.hasPrice(at: 100))
    }

    @Test(
        arguments: [
            // DeepSeek's peak, Monday to Friday: 01:00–04:00 and 06:00–10:00 UTC.
            (0, hour - 1, "1"), (0, hour, "2"), (0, 4 * hour - 1, "2"), (0, 4 * hour, "1"), (0, 7 * hour, "2"),
            (0, 10 * hour, "1"), (1, 2 * hour, "1"), (2, 2 * hour, "1"), (3, 2 * hour, "2"), (-7, 2 * hour, "2"),
        ] as [(Int64, Int64, String)])
    func `rates of a time of the week hold within its windows`(days: Int64, time: Int64, cost: String) throws {
        var record = PriceRecord(standard: TieredRates(base: try rates([.input: "1"])))
        record.timesOfWeek = [
            .init(
                windows: TimeOfWeek(
                    windows: [.init(start: 60, end: 240), .init(start: 360, end: 600)], weekdays: 0b0011_1110),
                rates: try rates([.input: "2"]))
        ]
        let instant = Self.fridayMidnight + days * Self.day + time
        #expect(PricedModel.with(record).cost(of: .tokens(1_000_000, 0), at: instant).total.text == cost)
    }

    @Test(
        arguments: [
            (990, 30, 989, false), (990, 30, 990, true), (990, 30, 1_439, true),
            (990, 30, 0, true), (990, 30, 29, true), (990, 30, 30, false), (0, 0, 720, true), (600, 1_440, 1_439, true),
            (600, 1_440, 599, false),
        ] as [(Int64, Int64, Int64, Bool)])
    func `a window may run over midnight`(start: Int64, end: Int64, minute: Int64, isWithin: Bool) {
        let week = TimeOfWeek(windows: [.init(start: start, end: end)])
        #expect(week.contains(microseconds: Self.fridayMidnight + minute * 60_000_000) == isWithin)
    }

    @Test func `weekdays are those of the calendar, before 1970 too`() {
        // 1969-12-31 was a Wednesday, 1970-01-01 a Thursday.
        let wednesday = TimeOfWeek(windows: [.init(start: 0, end: 0)], weekdays: 1 << 3)
        let thursday = TimeOfWeek(windows: [.init(start: 0, end: 0)], weekdays: 1 << 4)
        #expect(wednesday.contains(microseconds: -1))
        #expect(!wednesday.contains(microseconds: 0))
        #expect(thursday.contains(microseconds: 0))
        #expect(!thursday.contains(microseconds: Self.day))
        #expect(wednesday.contains(microseconds: -7 * Self.day - 1))
    }
}
