/// One window of a budget in time: this month, that hour.
public struct BudgetPeriod: Sendable, Hashable {
    /// Names the window wherever its spend is kept: `2026-11`, `2026-11-25`, `2026-W48`, `2026-11-25T19Z`, `total`.
    ///
    /// Spend is looked up under this name, so no job resets anything, and none can be late.
    public var name: String
    /// Its first microsecond since 1970; `Int64.min` for ``BudgetWindow/total``.
    public var start: Int64
    /// The first microsecond after it; `Int64.max` for ``BudgetWindow/total``.
    public var end: Int64

    /// Since ever.
    public static let total = BudgetPeriod(name: "total", start: .min, end: .max)

    /// The window `name`, from `start` to before `end`.
    public init(name: String, start: Int64, end: Int64) {
        self.name = name
        self.start = start
        self.end = end
    }

    /// Whether a moment, in microseconds since 1970, lies within.
    @inlinable public func contains(_ instant: Int64) -> Bool { instant >= start && instant < end }

    /// Whether it ever ends.
    public var isBounded: Bool { end != .max }
}
