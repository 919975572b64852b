/// Numbers that look random and are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// A generator whose numbers follow from `seed`.
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Calls `body` with the bytes of `text`.
@discardableResult
func withBytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try Array(text.utf8).withUnsafeBytes(body)
}

/// Calls `body` with `bytes`.
@discardableResult
func withBytes<Result>(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBytes(body)
}

/// Some JSON, nested at most `depth` deep.
func randomJSON(_ random: inout SeededGenerator, depth: Int) -> String {
    let space = ["", "", " ", "\n\t"].randomElement(using: &random) ?? ""
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: return ["null", "true", "false"].randomElement(using: &random) ?? "null"
    case 1: return "\(Int64.random(in: -1000...1_000_000, using: &random))"
    case 2: return "\(Int.random(in: 0...99, using: &random)).\(Int.random(in: 0...99, using: &random))e-3"
    case 3: return "\"\(String(repeating: "[é\\\"}", count: Int.random(in: 0...5, using: &random)))\""
    case 4: return "\"\\ud83d\\ude00{\""
    case 5, 6:
        let members = (0..<Int.random(in: 0...4, using: &random)).map { index in
            "\"k\(index)\"\(space):\(space)\(randomJSON(&random, depth: depth - 1))"
        }
        return "{\(space)\(members.joined(separator: "\(space),"))\(members.isEmpty ? "" : space)}"
    default:
        let elements = (0..<Int.random(in: 0...5, using: &random)).map { _ in randomJSON(&random, depth: depth - 1) }
        return "[\(space)\(elements.joined(separator: ",\(space)"))\(space)]"
    }
}
