/// What a request's `Accept` header says about the media types that a path can answer with (RFC 9110 section 12.5.1).
struct AcceptHeader {
    private let ranges: [(type: String, quality: Int)]

    /// Reads the values of all `Accept` fields.
    init(_ fields: [String]) {
        ranges = fields.flatMap { $0.split(separator: ",") }.map { range in
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Self.thousandths($0.dropFirst(2)) }
            return (parts.first ?? "", quality ?? 1000)
        }
    }

    /// Whether one of `types` is named and wanted at least as much as each of `others` that is named.
    func prefers(_ types: [String], over others: [String]) -> Bool {
        let wanted = best(of: types)
        return wanted > 0 && wanted >= best(of: others)
    }

    private func best(of types: [String]) -> Int {
        ranges.filter { types.contains($0.type) }.map(\.quality).max() ?? 0
    }

    /// `0.25` → 250; anything broken is 1000.
    private static func thousandths(_ text: Substring) -> Int {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first, whole == "0", parts.count <= 2 else { return 1000 }
        guard parts.count == 2 else { return 0 }
        let digits = parts[1].prefix(3)
        return Int(digits + String(repeating: "0", count: 3 - digits.count)) ?? 1000
    }
}
