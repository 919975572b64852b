import HTTPMessages

/// What came of reading a head.
enum Parsed<Head> {
    case head(Head)
    case needsMore
    case refused(HeadError)

    /// What `parse` makes of the bytes up to each of `cuts`, one after the other, until it decides; and where that was.
    static func stepwise(
        _ bytes: [UInt8], cuts: [Int],
        _ parse: (UnsafeRawBufferPointer, inout Int) throws(HeadError) -> Head?
    ) -> (result: Parsed, at: Int) {
        var scanned = 0
        for cut in cuts {
            // A copy of its own size, so that a read behind its end is one that the address sanitizer sees.
            let result: Parsed = Array(bytes[..<cut]).withUnsafeBytes { piece in
                do throws(HeadError) {
                    guard let head = try parse(piece, &scanned) else { return .needsMore }
                    return .head(head)
                } catch {
                    return .refused(error)
                }
            }
            if case .needsMore = result { continue }
            return (result, cut)
        }
        return (.needsMore, bytes.count)
    }
}
