import Usage

extension TokenCounts {
    private static var classes: [WritableKeyPath<TokenCounts, Int64>] {
        [
            \.input, \.cachedInput, \.cacheWrite5m, \.cacheWrite1h, \.audioInput, \.cachedAudioInput, \.imageInput,
            \.cachedImageInput, \.videoInput, \.output, \.reasoning, \.audioOutput, \.imageOutput, \.citation,
        ]
    }

    /// These without `part`, class by class; nil when `part` is not inside them.
    func subtracting(_ part: TokenCounts) -> TokenCounts? {
        var rest = self
        for path in Self.classes {
            rest[keyPath: path] -= part[keyPath: path]
            guard rest[keyPath: path] >= 0 else { return nil }
        }
        return rest
    }
}
