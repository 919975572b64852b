import JSONScanning

extension Tokenizer {
    /// The longest string of a request that is counted whole, in bytes of JSON: more than any model's context takes.
    static let longestString = 6 << 20
    /// Of a longer one, so much is counted, and the rest is taken to be like it; bytes of JSON.
    private static let sample = 256 << 10

    /// The number of tokens that the text of `string`, a string in the JSON `bytes`, is; of one beyond
    /// ``longestString``, about so many.
    func count(_ string: JSONString, in bytes: UnsafeRawBufferPointer) -> Int {
        let length = string.range.count
        guard length > Self.longestString else { return countWhole(string, in: bytes) }
        var end = string.range.lowerBound
        let goal = end + Self.sample
        // Not within an escape: `\uXXXX`, or a backslash and one byte.
        while end < goal {
            if bytes[end] == UInt8(ascii: "\\") {
                end += bytes[end + 1] == UInt8(ascii: "u") ? 6 : 2
            } else {
                end += 1
            }
        }
        let part = JSONString(range: string.range.lowerBound..<end, hasEscapes: string.hasEscapes)
        return countWhole(part, in: bytes) * length / part.range.count
    }

    private func countWhole(_ string: JSONString, in bytes: UnsafeRawBufferPointer) -> Int {
        guard string.hasEscapes else { return count(UnsafeRawBufferPointer(rebasing: bytes[string.range])) }
        var unescaped: [UInt8] = []
        string.append(to: &unescaped, from: bytes)
        return count(unescaped)
    }
}
