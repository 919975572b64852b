import Money
import Usage

/// A ``PriceRecord`` made ready: a table of rates for each situation, so that a cost is a walk down short lists.
///
/// A class, as its tables are: they are large, and looked up for every call.
final class PricePeriod: Sendable {
    let validFrom: Int64
    let multipliers: [PriceRecord.Multiplier]
    let images: [PriceRecord.ImagePrice]
    /// First those that hold at some times of the week, at last the one that holds otherwise.
    private let schedules: [Schedule]

    /// The tables that hold within a time of the week.
    struct Schedule: Sendable {
        /// Nil = always.
        var windows: TimeOfWeek?
        /// The standard tier first.
        var tiers: [TierTables]
    }

    /// The tables under one service tier.
    struct TierTables: Sendable {
        var tier: ServiceTier
        /// Ascending by their bound; the first has none (-1).
        var levels: [Level]
    }

    /// The table for requests above a number of input tokens.
    struct Level: Sendable {
        var inputAbove: Int64
        var table: RateTable
    }

    init(_ record: PriceRecord, tools: ClassRates) {
        validFrom = record.validFrom ?? .min
        multipliers = record.multipliers
        images = record.images
        func tables(_ tier: ServiceTier, _ variant: TieredRates?, _ week: ClassRates?) -> TierTables {
            let bounds = (record.standard.tiers + (variant?.tiers ?? [])).map(\.aboveInputTokens)
            let levels = Set(bounds + [-1]).sorted().map { bound in
                Level(
                    inputAbove: bound,
                    table: RateTable(record, variant: variant, week: week, inputAbove: bound, tools: tools))
            }
            return TierTables(tier: tier, levels: levels)
        }
        func schedule(_ windows: TimeOfWeek?, _ week: ClassRates?) -> Schedule {
            let variants = record.variants.map { tables($0.tier, $0.rates, week) }
            return Schedule(windows: windows, tiers: [tables(.standard, nil, week)] + variants)
        }
        schedules = record.timesOfWeek.map { schedule($0.windows, $0.rates) } + [schedule(nil, nil)]
    }

    /// The tables that hold at an instant, in microseconds since 1970.
    func schedule(at instant: Int64) -> Schedule? {
        schedules.first { $0.windows?.contains(microseconds: instant) ?? true }
    }

    /// Whether the model has rates of its own under `tier`.
    func hasVariant(_ tier: ServiceTier) -> Bool {
        schedules.first?.tiers.contains { $0.tier == tier } ?? false
    }
}

extension PricePeriod.Schedule {
    /// The table for a request; the standard tier's where the model has no rates under `tier`.
    func table(tier: ServiceTier, inputTokens: Int64) -> RateTable? {
        let tables = tiers.first { $0.tier == tier } ?? tiers.first
        return tables?.levels.last { $0.inputAbove < inputTokens }?.table
    }
}
