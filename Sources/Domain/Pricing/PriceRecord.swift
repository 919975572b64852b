public import Money
public import Usage

/// The prices of a model from one date on.
public struct PriceRecord: Sendable, Hashable {
    /// Microseconds since 1970 from which it holds; nil = always.
    public var validFrom: Int64?
    /// What holds where nothing else does.
    public var standard: TieredRates
    /// Rates that replace the standard ones under a service tier; a rate that is missing here stays the standard one.
    public var variants: [Variant] = []
    /// Standard rates that differ at some times of the week; the first that applies is taken.
    public var timesOfWeek: [TimeOfWeekRates] = []
    /// What multiplies the cost of tokens.
    public var multipliers: [Multiplier] = []
    /// Prices of a generated image by `quality/size`.
    public var images: [ImagePrice] = []

    /// Rates under a service tier.
    public struct Variant: Sendable, Hashable {
        public var tier: ServiceTier
        public var rates: TieredRates

        /// `rates` under `tier`.
        public init(tier: ServiceTier, rates: TieredRates) {
            self.tier = tier
            self.rates = rates
        }
    }

    /// Rates within windows of the week.
    public struct TimeOfWeekRates: Sendable, Hashable {
        public var windows: TimeOfWeek
        public var rates: ClassRates

        /// `rates` within `windows`.
        public init(windows: TimeOfWeek, rates: ClassRates) {
            self.windows = windows
            self.rates = rates
        }
    }

    /// A factor on the cost of tokens under a condition.
    public struct Multiplier: Sendable, Hashable {
        public var condition: PriceConditions
        public var factor: Factor

        /// `factor` under `condition`.
        public init(condition: PriceConditions, factor: Factor) {
            self.condition = condition
            self.factor = factor
        }
    }

    /// The price of one generated image.
    public struct ImagePrice: Sendable, Hashable {
        /// `quality/size`, or only the size.
        public var variant: String
        public var rate: Rate

        /// `rate` an image of `variant`.
        public init(variant: String, rate: Rate) {
            self.variant = variant
            self.rate = rate
        }
    }

    /// Standard rates from `validFrom` on.
    public init(validFrom: Int64? = nil, standard: TieredRates) {
        self.validFrom = validFrom
        self.standard = standard
    }
}
