import Checks
import HTTPMessages

/// Chunked bodies: the same data and the same end however they come.
enum ChunkedBodies {
    private struct Decoded: Equatable {
        var data: [UInt8] = []
        /// Bytes taken; of a refused body not told.
        var taken = 0
        var hasEnded = false
        var isRefused = false
    }

    /// Decodes `bytes` whole, and in pieces.
    static func check(_ bytes: [UInt8], seed: Int) {
        let whole = decode(bytes, [bytes.count])
        let pieces = decode(bytes, cuts(of: bytes.count, seed: seed))
        Checks.check(whole == pieces, "the cuts decide: \(whole) or \(pieces)")
        Checks.check(whole.data.count <= whole.taken || whole.isRefused, "more data than bytes")
    }

    /// Encodes `bytes` in pieces and decodes them again.
    static func checkRoundTrip(_ bytes: [UInt8], seed: Int) {
        var encoded: [UInt8] = []
        var start = 0
        for cut in cuts(of: bytes.count, seed: seed) {
            Array(bytes[start..<cut]).withUnsafeBytes { ChunkedEncoder.append($0, to: &encoded) }
            start = cut
        }
        ChunkedEncoder.lastChunk.withUTF8Buffer { encoded += $0 }
        let decoded = decode(encoded, cuts(of: encoded.count, seed: seed / 2))
        Checks.check(
            decoded.data == bytes && decoded.hasEnded && !decoded.isRefused, "encoded and decoded, it is not the same")
        Checks.check(decoded.taken == encoded.count, "bytes are left over")
    }

    private static func decode(_ bytes: [UInt8], _ cuts: [Int]) -> Decoded {
        var decoder = ChunkedDecoder()
        var decoded = Decoded()
        var start = 0
        for cut in cuts {
            let piece = Array(bytes[start..<cut])
            start = cut
            var offset = 0
            let goesOn = piece.withUnsafeBytes { buffer -> Bool in
                while true {
                    do throws(HeadError) {
                        switch try decoder.next(buffer, offset: &offset) {
                        case .data(let range): decoded.data += buffer[range]
                        case .needMore: return true
                        case .end:
                            decoded.hasEnded = true
                            return false
                        }
                    } catch {
                        decoded.isRefused = true
                        return false
                    }
                }
            }
            decoded.taken += offset
            Checks.check(decoder.isFinished == decoded.hasEnded, "the end is told twice in different ways")
            if decoded.isRefused { decoded.taken = 0 }
            guard goesOn else { return decoded }
            Checks.check(offset == piece.count, "bytes were left although more are wanted")
        }
        return decoded
    }
}
