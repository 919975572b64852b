import Crypto

/// SHA-256 of a virtual key: all that is kept of it.
///
/// Keys are long and random, so a plain hash is as good as a slow one, and quick enough for every call.
struct KeyDigest: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The digest of a key.
    init(of key: String) {
        var key = key
        let digest = key.withUTF8 { SHA256.hash(data: $0) }
        words = digest.withUnsafeBytes { Self.words($0) }
    }

    /// A stored digest; nil unless it has 32 bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes { Self.words($0) }
    }

    private static func words(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
        func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self) }
        return (word(0), word(1), word(2), word(3))
    }

    /// The 32 bytes, as they are stored.
    var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
    }

    static func == (left: KeyDigest, right: KeyDigest) -> Bool { left.words == right.words }

    func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
