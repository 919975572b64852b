import Foundation
import Ledger

/// Lists as JSON arrays in a text column, so that SQLite's JSON functions can read them; an empty list is null.
enum JSONText {
    /// The list as `["a","b"]`.
    static func write(_ texts: [String]) -> String? {
        guard !texts.isEmpty else { return nil }
        return "[" + texts.map(quoted).joined(separator: ",") + "]"
    }

    /// `[["name","value"]]`: an array of pairs and not an object, because names may repeat.
    static func write(_ tags: [UsageRecord.Tag]) -> String? {
        guard !tags.isEmpty else { return nil }
        return "[" + tags.map { "[\(quoted($0.name)),\(quoted($0.value))]" }.joined(separator: ",") + "]"
    }

    /// Reads a list of texts.
    static func texts(_ json: String?) throws -> [String] {
        guard let json else { return [] }
        return try JSONDecoder().decode([String].self, from: Data(json.utf8))
    }

    /// Reads a list of tags.
    static func tags(_ json: String?) throws -> [UsageRecord.Tag] {
        guard let json else { return [] }
        return try JSONDecoder().decode([[String]].self, from: Data(json.utf8)).compactMap { pair in
            guard pair.count == 2 else { return nil }
            return UsageRecord.Tag(name: pair[0], value: pair[1])
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
