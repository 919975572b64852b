public import Money

/// Rates of some classes, each at most once; few, so that a list beats a dictionary.
public struct ClassRates: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private var entries: [Entry] = []

    private struct Entry: Sendable, Hashable {
        var rateClass: RateClass
        var rate: Rate
    }

    /// No rates.
    public init() {}

    /// The rates given; of a class that is given twice, the later one.
    public init(dictionaryLiteral elements: (RateClass, Rate)...) {
        for (rateClass, rate) in elements { self[rateClass] = rate }
    }

    /// Whether no class has a rate.
    public var isEmpty: Bool { entries.isEmpty }

    /// The classes that have a rate.
    public var classes: some Sequence<RateClass> { entries.lazy.map(\.rateClass) }

    /// The rate of a class; nil when it has none.
    public subscript(rateClass: RateClass) -> Rate? {
        get {
            for entry in entries where entry.rateClass == rateClass { return entry.rate }
            return nil
        }
        set {
            let index = entries.firstIndex { $0.rateClass == rateClass }
            switch (index, newValue) {
            case (let index?, let rate?): entries[index].rate = rate
            case (let index?, nil): entries.remove(at: index)
            case (nil, let rate?): entries.append(Entry(rateClass: rateClass, rate: rate))
            case (nil, nil): break
            }
        }
    }
}
