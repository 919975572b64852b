import Foundation
import Money
import Pricing
import Usage

/// A model's prices as single facts, so that they can be listed and compared: `batch, above 272000: input` = `2.5`.
struct CatalogueFacts {
    /// A price, and all that it holds under.
    struct Fact: Hashable {
        var key: String
        var value: String
    }

    /// In the catalogue's order.
    private(set) var lines: [Fact] = []

    /// The facts of `model`; those of the provider's tools only where it lists them itself.
    init(_ model: CatalogueModel, provider: CatalogueProvider) {
        for record in model.prices {
            let start = record.validFrom.map { ["from \(Self.text(of: $0))"] } ?? []
            add(record.standard, start)
            for variant in record.variants { add(variant.rates, start + [variant.tier.rawValue]) }
            for week in record.timesOfWeek { add(week.rates, start + [Self.text(of: week.windows)]) }
            for multiplier in record.multipliers {
                add(start + ["times"], Self.name(multiplier.condition), "\(multiplier.factor)")
            }
            for image in record.images { add(start, "image \(image.variant)", image.rate.description) }
        }
    }

    private mutating func add(_ rates: TieredRates, _ conditions: [String]) {
        add(rates.base, conditions)
        for tier in rates.tiers { add(tier.rates, conditions + ["above \(tier.aboveInputTokens)"]) }
    }

    private mutating func add(_ rates: ClassRates, _ conditions: [String]) {
        for rateClass in RateClass.allCases {
            if let rate = rates[rateClass] { add(conditions, rateClass.rawValue, rate.description) }
        }
    }

    private mutating func add(_ conditions: [String], _ name: String, _ value: String) {
        let prefix = conditions.isEmpty ? "" : conditions.joined(separator: ", ") + ": "
        lines.append(Fact(key: prefix + name, value: value))
    }

    /// A moment: the day alone where it is midnight.
    static func text(of microseconds: Int64) -> String {
        let text = Date(timeIntervalSince1970: Double(microseconds / 1_000_000)).formatted(.iso8601)
        return text.hasSuffix("T00:00:00Z") ? String(text.prefix(10)) : text
    }

    private static func name(_ condition: PriceConditions) -> String {
        switch condition {
        case .dataResidencyEU: "data_residency_eu"
        case .dataResidencyUS: "data_residency_us"
        case .regionalEndpoint: "regional_endpoint"
        case .inferenceGeoUS: "inference_geo_us"
        case .speedFast: "speed_fast"
        default: "condition \(condition.rawValue)"
        }
    }
}

extension CatalogueFacts {
    /// Windows of the week: `01:00-04:00 UTC on days 12345`, 1 being Monday.
    static func text(of week: TimeOfWeek) -> String {
        func clock(_ minutes: Int64) -> String {
            let (hours, rest) = (minutes % 1_440).quotientAndRemainder(dividingBy: 60)
            return (hours < 10 ? "0\(hours)" : "\(hours)") + (rest < 10 ? ":0\(rest)" : ":\(rest)")
        }
        let windows = week.windows.map { "\(clock($0.start))-\(clock($0.end))" }.joined(separator: " ")
        let days = (1...7).filter { week.weekdays & (1 << UInt8($0)) != 0 }.map(String.init).joined()
        return "\(windows) UTC" + (days == "1234567" ? "" : " on days \(days)")
    }
}
