import Pricing
import Usage

/// Reads the lines of a catalogue; Sources/Data/CatalogueData/README.md describes their form.
struct CatalogueParser {
    private(set) var asOf = ""
    private(set) var contents = CatalogueContents()
    private var counted: Int64?

    /// Reads all of `bytes`.
    mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(CatalogueError) {
        var rest = bytes
        var number = 0
        while !rest.isEmpty {
            number += 1
            guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
                throw CatalogueError(.truncated, line: number, "the line does not end")
            }
            var line = CatalogueLine(number: number, bytes: UnsafeBufferPointer(rebasing: rest[..<end]))
            rest = UnsafeBufferPointer(rebasing: rest[(end + 1)...])
            if counted != nil { throw CatalogueError(.line, line: number, "there is a line behind the last one") }
            if number == 1 { try readHeader(&line) } else { try read(&line) }
        }
        contents.endProvider()
        guard let counted, counted == Int64(number - 1) else {
            throw CatalogueError(.truncated, line: number, "lines are missing")
        }
    }

    private mutating func readHeader(_ line: inout CatalogueLine) throws(CatalogueError) {
        guard try line.text() == "tollgate-catalogue", try line.text() == "1" else {
            throw CatalogueError(.header, line: 1, "this is not a catalogue of version 1")
        }
        asOf = try line.text()
    }

    private mutating func read(_ line: inout CatalogueLine) throws(CatalogueError) {
        let kind = try line.text()
        switch kind {
        case "P":
            contents.endProvider()
            contents.provider = CatalogueProvider(
                id: ProviderID(rawValue: try line.text()), name: try line.text(), names: try line.list(),
                fallback: try line.list().map(ProviderID.init), requestNameFirst: try line.text() == "request")
        case "M":
            guard contents.provider != nil else { throw line.orphan(kind) }
            contents.endModel()
            contents.model = try line.model()
        case "R":
            guard contents.model != nil else { throw line.orphan(kind) }
            contents.endRecord()
            let start = try line.optionalNumber()
            contents.record = PriceRecord(validFrom: start, standard: TieredRates(base: try line.rates()))
        case "E": counted = try line.optionalNumber()
        case "U":
            guard contents.provider != nil else { throw line.orphan(kind) }
            contents.provider?.tools = try line.rates()
        case "A", "X": try readName(kind, &line)
        case "T", "V", "W", "F", "I": try readPrice(kind, &line)
        default: throw CatalogueError(.line, line: line.number, "a line of unknown kind \(kind)")
        }
    }

    private mutating func readName(_ kind: String, _ line: inout CatalogueLine) throws(CatalogueError) {
        guard contents.model != nil else { throw line.orphan(kind) }
        if kind == "X" {
            contents.model?.patterns.append(try line.pattern())
            return
        }
        while let alias = line.nextText() { contents.model?.aliases.append(alias) }
    }

    private mutating func readPrice(_ kind: String, _ line: inout CatalogueLine) throws(CatalogueError) {
        guard contents.record != nil else { throw line.orphan(kind) }
        switch kind {
        case "V":
            guard let tier = ServiceTier(rawValue: try line.text()) else { throw line.fault("no such service tier") }
            contents.record?.variants.append(
                PriceRecord.Variant(tier: tier, rates: TieredRates(base: try line.rates())))
        case "T":
            guard let bound = try line.optionalNumber() else { throw line.fault("a tier without a bound") }
            contents.append(TieredRates.Tier(aboveInputTokens: bound, rates: try line.rates()))
        case "W": contents.record?.timesOfWeek.append(try line.timeOfWeek())
        case "F": contents.record?.multipliers = try line.multipliers()
        default: contents.record?.images = try line.images()
        }
    }
}
