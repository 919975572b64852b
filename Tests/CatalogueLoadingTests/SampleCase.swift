import Money
import Pricing
import Testing
import Usage

/// A line of ``sampleCases``, read.
struct SampleCase: Sendable, CustomTestStringConvertible {
    var id: String
    var provider: ProviderID
    var requestModel: ModelID
    var responseModel: ModelID?
    var at: Int64
    var usage = Usage()
    var cost: String
    var listCost: String?
    var pricedAs: ModelID

    var testDescription: String { id }

    /// Nil when the line is not a case.
    init?(_ line: Substring) {
        let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(Self.trimmed)
        guard fields.count == 15, let at = Int64(fields[4]), let tier = ServiceTier(rawValue: fields[5]),
            let tokens = Self.tokens(fields[7])
        else { return nil }
        (id, provider, requestModel) = (fields[0], ProviderID(rawValue: fields[1]), ModelID(rawValue: fields[2]))
        responseModel = fields[3].isEmpty ? nil : ModelID(rawValue: fields[3])
        self.at = at
        usage.serviceTier = tier
        usage.tokens = tokens
        for condition in fields[6].split(separator: ",") {
            switch condition {
            case "regional_endpoint": usage.conditions.insert(.regionalEndpoint)
            case "inference_geo_us": usage.conditions.insert(.inferenceGeoUS)
            default: return nil
            }
        }
        for (unit, quantity) in Self.pairs(fields[8]) {
            guard let unit = BilledUnit(rawValue: unit) else { return nil }
            usage.meter(unit, quantity)
        }
        usage.statedCost = fields[9].isEmpty ? nil : ExactUSD(decimal: fields[9])
        usage.searchContextSize = fields[10].isEmpty ? nil : fields[10]
        for part in fields[11].split(separator: "&") {
            let halves = part.split(separator: "!", omittingEmptySubsequences: false)
            guard halves.count == 2, let tokens = Self.tokens(String(halves[1])) else { return nil }
            let model = halves[0].isEmpty ? nil : ModelID(rawValue: String(halves[0]))
            usage.additional.append(ModelUsage(model: model, tokens: tokens))
        }
        cost = fields[12]
        listCost = fields[13].isEmpty ? nil : fields[13]
        pricedAs = ModelID(rawValue: fields[14])
    }

    /// All of them.
    static let all: [SampleCase] = sampleCases.split(separator: "\n").compactMap(SampleCase.init)

    private static func trimmed(_ field: Substring) -> String {
        var field = field
        while field.first == " " { field.removeFirst() }
        while field.last == " " { field.removeLast() }
        return String(field)
    }

    private static func pairs(_ text: String) -> [(String, Int64)] {
        text.split(separator: ";").compactMap { pair in
            let halves = pair.split(separator: "=")
            guard halves.count == 2, let value = Int64(halves[1]) else { return nil }
            return (String(halves[0]), value)
        }
    }

    private static let classes: [String: any WritableKeyPath<TokenCounts, Int64> & Sendable] = [
        "input": \.input, "cachedInput": \.cachedInput, "cacheWrite5m": \.cacheWrite5m,
        "cacheWrite1h": \.cacheWrite1h, "audioInput": \.audioInput, "imageInput": \.imageInput,
        "output": \.output, "reasoning": \.reasoning, "audioOutput": \.audioOutput, "imageOutput": \.imageOutput,
    ]

    private static func tokens(_ text: String) -> TokenCounts? {
        var tokens = TokenCounts()
        for (name, count) in pairs(text) {
            guard let path = classes[name] else { return nil }
            tokens[keyPath: path] = count
        }
        return tokens
    }
}
