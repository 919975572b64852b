import Testing
import Tokenization

/// A text and what tiktoken makes of it.
struct TextCase: Sendable, CustomTestStringConvertible {
    var id: String
    var text: String
    /// Ids; `7x3` for three times 7.
    var o200k: String
    var cl100k: String
    var p50k: String
    var r50k: String
    /// With special tokens recognized, where that is something else.
    var o200kSpecial: String?
    var cl100kSpecial: String?
    var p50kSpecial: String?
    var r50kSpecial: String?

    var testDescription: String { id }

    /// The ids in an encoding.
    func tokens(_ encoding: Encoding, special: SpecialTokens = .asText) -> [UInt32] {
        let (ordinary, recognized) =
            switch encoding {
            case .o200kBase: (o200k, o200kSpecial)
            case .cl100kBase: (cl100k, cl100kSpecial)
            case .p50kBase: (p50k, p50kSpecial)
            case .r50kBase: (r50k, r50kSpecial)
            }
        return Self.ids(special == .recognized ? recognized ?? ordinary : ordinary)
    }

    /// The ids of a list of runs.
    static func ids(_ runs: String) -> [UInt32] {
        runs.split(separator: " ").flatMap { run in
            let parts = run.split(separator: "x").compactMap { UInt32($0) }
            return Array(repeating: parts.first ?? .max, count: parts.count > 1 ? Int(parts[1]) : 1)
        }
    }
}
