import Checks
import HTTPMessages

/// Heads of answers: the same however they come, and never one that splits into two.
enum ResponseHeads {
    private static let limits = HeadLimits(maximumBytes: 2048, maximumLineBytes: 512, maximumFields: 32)

    /// Reads `bytes` whole, and in pieces.
    static func check(_ bytes: [UInt8], seed: Int) {
        let whole = read(bytes, [bytes.count])
        let pieces = read(bytes, cuts(of: bytes.count, seed: seed))
        switch (whole, pieces) {
        case (.head(let one), .head(let other)):
            Checks.check(one.byteCount == other.byteCount && one.fields == other.fields, "fields differ by the cuts")
            for isHEAD in [true, false] {
                Checks.check(
                    one.framing(forRequestMethodHEAD: isHEAD) == other.framing(forRequestMethodHEAD: isHEAD),
                    "framing differs by the cuts")
            }
            Checks.check((100...999).contains(one.status) && one.status != 101, "status \(one.status)")
            let text = Array(bytes[..<one.byteCount])
            Checks.check(text[one.reason].allSatisfy { $0 != 10 && $0 != 13 && $0 != 0 }, "reason")
            for field in one.fields { FieldLine.check(field, text) }
        case (.needsMore, .needsMore): break
        case (.refused(let one), .refused(let other)):
            Checks.check(one.status == 502 && other.status == 502, "status of a refusal")
        default: Checks.check(false, "the cuts decide: \(whole) or \(pieces)")
        }
    }

    private static func read(_ bytes: [UInt8], _ cuts: [Int]) -> Parsed<HTTPResponseHead> {
        Parsed.stepwise(bytes, cuts: cuts) { (piece, scanned) throws(HeadError) in
            try HTTPResponseHead.parse(piece, limits: limits, scanned: &scanned)
        }.result
    }
}
