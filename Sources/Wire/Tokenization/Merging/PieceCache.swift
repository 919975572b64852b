/// The tokens of pieces that were merged before: the words that a text repeats, at the price of a comparison.
///
/// Bounded: a piece has one place, by its hash, and takes it from the one that was there.
struct PieceCache: ~Copyable {
    /// The longest piece that is kept, in bytes.
    static let longestPiece = 46
    /// The most tokens that are kept of a piece.
    static let mostTokens = 20
    private static let places = 4096

    /// A place: the piece's length, the number of its tokens, its bytes, its tokens.
    private static let stride = 2 + longestPiece + 4 * mostTokens
    private let memory: UnsafeMutableRawPointer

    init() {
        memory = .allocate(byteCount: Self.places * Self.stride, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: Self.places * Self.stride)
    }

    deinit { memory.deallocate() }

    /// A piece's place.
    struct Place {
        fileprivate let base: UnsafeMutableRawPointer

        /// How many tokens are here.
        @inline(__always)
        var count: Int { Int(base.load(fromByteOffset: 1, as: UInt8.self)) }

        /// The token of a number below ``count``.
        @inline(__always)
        func token(_ index: Int) -> UInt32 {
            base.loadUnaligned(fromByteOffset: 2 + PieceCache.longestPiece + 4 * index, as: UInt32.self)
        }

        /// Whether `piece` is what is here.
        @inline(__always)
        func holds(_ piece: UnsafePointer<UInt8>, length: Int) -> Bool {
            guard base.load(as: UInt8.self) == UInt8(truncatingIfNeeded: length) else { return false }
            let own = base + 2
            let other = UnsafeRawPointer(piece)
            var index = 0
            while index + 8 <= length {
                guard
                    own.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                        == other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                else { return false }
                index += 8
            }
            while index < length {
                guard own.load(fromByteOffset: index, as: UInt8.self) == piece[index] else { return false }
                index += 1
            }
            return true
        }

        /// Puts a piece of at most ``PieceCache/longestPiece`` bytes here, unless its tokens are too many.
        func keep(_ piece: UnsafePointer<UInt8>, length: Int, tokens: UnsafePointer<UInt32>, count: Int) {
            guard count <= PieceCache.mostTokens else { return }
            base.storeBytes(of: UInt8(length), as: UInt8.self)
            base.storeBytes(of: UInt8(count), toByteOffset: 1, as: UInt8.self)
            (base + 2).copyMemory(from: piece, byteCount: length)
            (base + 2 + PieceCache.longestPiece).copyMemory(from: tokens, byteCount: 4 * count)
        }
    }

    /// The place of a piece with this key.
    @inline(__always)
    func place(of key: PieceKey) -> Place {
        // The low bits choose the place in the vocabulary's table; others are taken here.
        Place(base: memory + Int(truncatingIfNeeded: key.spread >> 32) & (Self.places - 1) * Self.stride)
    }
}
