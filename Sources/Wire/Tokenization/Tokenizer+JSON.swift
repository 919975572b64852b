import JSONScanning

extension Tokenizer {
    /// The number of tokens that the text of `string`, a string in the JSON `bytes`, is.
    func count(_ string: JSONString, in bytes: UnsafeRawBufferPointer) -> Int {
        guard string.hasEscapes else { return count(UnsafeRawBufferPointer(rebasing: bytes[string.range])) }
        var unescaped: [UInt8] = []
        string.append(to: &unescaped, from: bytes)
        return count(unescaped)
    }
}
