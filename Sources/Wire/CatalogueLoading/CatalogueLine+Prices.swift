import Money
import Pricing
import Usage

extension CatalogueLine {
    /// The rest of the line, a model without prices yet.
    mutating func model() throws(CatalogueError) -> CatalogueModel {
        let id = ModelID(rawValue: try text())
        guard let mode = CatalogueModel.Mode(rawValue: try text()) else { throw fault("no such mode of a model") }
        let (context, output) = (try optionalNumber(), try optionalNumber())
        guard let status = CatalogueModel.Status(rawValue: try optionalText() ?? "offered") else {
            throw fault("no such status of a model")
        }
        return CatalogueModel(
            id: id, mode: mode, contextWindow: context, maxOutput: output, status: status,
            retires: try optionalText(), prices: [], source: nextText().flatMap { $0.isEmpty ? nil : $0 })
    }

    /// The rest of the line, rates as `class=USD`.
    mutating func rates() throws(CatalogueError) -> ClassRates {
        var rates = ClassRates()
        while let (key, value) = try pair() {
            guard let rateClass = Self.rateClasses[key] else { throw fault("\(key) is not a class of rates") }
            guard let rate = Rate(ascii: value) else { throw fault("the rate of \(key) is not a price") }
            rates[rateClass] = rate
        }
        return rates
    }

    private static let rateClasses = Dictionary(
        uniqueKeysWithValues: RateClass.allCases.map { ($0.rawValue, $0) })

    /// The rest of the line, conditions of a pattern.
    mutating func pattern() throws(CatalogueError) -> ModelPattern {
        var conditions: [ModelPattern.Condition] = []
        while let (key, value) = try pair() {
            let text = String(decoding: value, as: UTF8.self)
            switch key {
            case "starts_with": conditions.append(.startsWith(text))
            case "ends_with": conditions.append(.endsWith(text))
            case "contains": conditions.append(.contains(text))
            case "not_contains": conditions.append(.notContains(text))
            case "dated": conditions.append(.dated(text))
            case "starts_with_digit": conditions.append(.startsWithDigit(text))
            default: throw fault("\(key) is not a condition of a pattern")
            }
        }
        return ModelPattern(conditions)
    }

    /// The rest of the line, multipliers.
    mutating func multipliers() throws(CatalogueError) -> [PriceRecord.Multiplier] {
        var multipliers: [PriceRecord.Multiplier] = []
        while let (key, value) = try pair() {
            let condition: PriceConditions
            switch key {
            case "data_residency_eu": condition = .dataResidencyEU
            case "data_residency_us": condition = .dataResidencyUS
            case "regional_endpoint": condition = .regionalEndpoint
            case "inference_geo_us": condition = .inferenceGeoUS
            case "speed_fast": condition = .speedFast
            default: throw fault("\(key) is not a condition")
            }
            guard let factor = Factor(decimal: String(decoding: value, as: UTF8.self)) else {
                throw fault("the factor of \(key) is not a number")
            }
            multipliers.append(PriceRecord.Multiplier(condition: condition, factor: factor))
        }
        return multipliers
    }

    /// The rest of the line, prices of images.
    mutating func images() throws(CatalogueError) -> [PriceRecord.ImagePrice] {
        var images: [PriceRecord.ImagePrice] = []
        while let (key, value) = try pair() {
            guard let rate = Rate(ascii: value) else { throw fault("the price of \(key) is not a price") }
            images.append(PriceRecord.ImagePrice(variant: key, rate: rate))
        }
        return images
    }

    /// The rest of the line, windows of the week and the rates within.
    mutating func timeOfWeek() throws(CatalogueError) -> PriceRecord.TimeOfWeekRates {
        var windows: [TimeOfWeek.Window] = []
        for span in try list() {
            let ends = span.split(separator: "-").compactMap { Int64($0) }
            guard ends.count == 2, ends.allSatisfy({ (0...1_440).contains($0) }) else {
                throw fault("\(span) is not a window of the day")
            }
            windows.append(TimeOfWeek.Window(start: ends[0], end: ends[1]))
        }
        var weekdays: UInt8 = 0
        for day in try text() {
            guard let number = day.wholeNumberValue, (1...7).contains(number) else {
                throw fault("\(day) is not an ISO weekday")
            }
            weekdays |= 1 << UInt8(number)
        }
        return PriceRecord.TimeOfWeekRates(
            windows: TimeOfWeek(windows: windows, weekdays: weekdays), rates: try rates())
    }
}
