import Budgets

/// Reads the texts of configuration values; nil where a text is not of the kind.
enum ValueText {
    /// What may be shown of a text that is meant to be a URL: no user, password and query, where keys travel.
    static func withoutCredentials(_ text: String) -> String {
        let scheme = text.firstRange(of: "://").map { text[..<$0.upperBound] } ?? ""
        var shown = text[scheme.endIndex...]
        let query = shown.unicodeScalars.firstIndex(of: "?")
        if let at = shown.unicodeScalars.lastIndex(of: "@") {
            // A `?` in a password, or an `@` in a query: nobody can tell.
            if let query, query < at { return "\(scheme)…" }
            shown = "…\(shown[at...])"[...]
        }
        guard let query = shown.unicodeScalars.firstIndex(of: "?") else { return "\(scheme)\(shown)" }
        return "\(scheme)\(shown[..<query])?…"
    }

    /// `true`, `yes`, `on`, `1` and their opposites, in any case.
    static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on", "1": true
        case "false", "no", "off", "0": false
        default: nil
        }
    }

    /// A whole number, with `_` between digits if that helps.
    static func integer(_ text: String) -> Int? {
        guard !text.hasPrefix("_"), !text.hasSuffix("_") else { return nil }
        return Int(text.filter { $0 != "_" })
    }

    /// A time: a number of seconds, or a number with a unit: `500ms`, `10s`, `2m`, `1.5h`, `400d`.
    static func duration(_ text: String) -> Duration? {
        let units: [(String, Int64)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("", 1000),
        ]
        guard let milliseconds = scaled(text, units) else { return nil }
        return .milliseconds(milliseconds)
    }

    /// A size: a number of bytes, or a number with a unit: `512KiB`, `32MiB`, `1GiB`, `10MB`.
    static func size(_ text: String) -> Int? {
        let units: [(String, Int64)] = [
            ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1000), ("KB", 1000), ("MB", 1_000_000),
            ("GB", 1_000_000_000), ("B", 1), ("", 1),
        ]
        return scaled(text, units).flatMap { Int(exactly: $0) }
    }

    /// The start of a day, `YYYY-MM-DD`, UTC, in microseconds since 1970.
    static func date(_ text: String) -> Int64? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]), year >= 1970
        else { return nil }
        let date = CivilDay(year: year, month: month, day: day)
        return date.exists ? date.startMicroseconds : nil
    }

    /// A decimal with up to 3 places times the unit that it ends in; whole, not negative, at most 2^53.
    private static func scaled(_ text: String, _ units: [(suffix: String, factor: Int64)]) -> Int64? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let suffix = text.dropFirst(number.count).drop { $0 == " " }
        guard let factor = units.first(where: { $0.suffix == suffix })?.factor else { return nil }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int64(parts[0]), whole < 1 << 53 else { return nil }
        var thousandths = Int128(whole) * 1000
        if parts.count == 2 {
            guard (1...3).contains(parts[1].count), let fraction = Int128(parts[1]) else { return nil }
            thousandths += fraction * [100, 10, 1][parts[1].count - 1]
        }
        let (value, rest) = (thousandths * Int128(factor)).quotientAndRemainder(dividingBy: 1000)
        guard rest == 0, value < 1 << 53 else { return nil }
        return Int64(value)
    }
}
