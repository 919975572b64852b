/// One member of an `Accept` field (RFC 9110, section 12.5.1).
struct MediaRange {
    /// In lower case, without parameters.
    let type: String
    /// nil when not told.
    private(set) var version: String?
    /// In thousandths, 0…1000.
    private(set) var quality = 1_000

    /// Reads a member; nil when its type or its quality cannot be read.
    init?(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
        type = parts[0].lowercased()
        guard type.split(separator: "/", omittingEmptySubsequences: false).count == 2 else { return nil }
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let value = Self.trimmed(pair[1])
            switch Self.trimmed(pair[0]).lowercased() {
            case "version": version = value.filter { $0 != "\"" }
            case "q":
                guard let read = Self.thousandths(value) else { return nil }
                quality = read
            default: break
            }
        }
    }

    /// The formats that may be served for it, the first one rather.
    var formats: [ExpositionFormat] {
        switch (type, version) {
        case ("text/*", nil): [.text]
        case ("*/*", nil): [.text, .openMetrics]
        default: namedFormats
        }
    }

    /// The format that it names, and no wildcard.
    var namedFormats: [ExpositionFormat] {
        switch (type, version) {
        case ("application/openmetrics-text", "1.0.0"), ("application/openmetrics-text", nil): [.openMetrics]
        case ("text/plain", "0.0.4"), ("text/plain", nil): [.text]
        default: []
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// `0`, `1`, `0.5`, `0.123`, `1.000`.
    private static func thousandths(_ text: String) -> Int? {
        let digits = Array(text.utf8)
        guard let first = digits.first, first == 48 || first == 49 else { return nil }
        var value = Int(first - 48) * 1_000
        guard digits.count > 1 else { return value }
        guard digits[1] == 46, digits.count <= 5 else { return nil }
        var weight = 100
        for digit in digits.dropFirst(2) {
            guard (48...57).contains(digit) else { return nil }
            value += Int(digit - 48) * weight
            weight /= 10
        }
        return value <= 1_000 ? value : nil
    }
}
