import Checks
import HTTPMessages

/// Heads of requests: the same however they come, nothing in them that another server could read differently.
enum RequestHeads {
    private static let limits = HeadLimits(maximumBytes: 2048, maximumLineBytes: 512, maximumFields: 32)

    /// Reads `bytes` whole, and in pieces.
    static func check(_ bytes: [UInt8], seed: Int) {
        let whole = read(bytes, [bytes.count])
        let pieces = read(bytes, cuts(of: bytes.count, seed: seed))
        switch (whole.result, pieces.result) {
        case (.head(let one), .head(let other)):
            Checks.check(one.byteCount == other.byteCount, "the head ends elsewhere when it comes in pieces")
            Checks.check(one.fields == other.fields && one.target == other.target, "fields differ by the cuts")
            Checks.check(
                one.framing == other.framing && one.keepAlive == other.keepAlive, "framing differs by the cuts")
            inspect(one, bytes)
        case (.needsMore, .needsMore): break
        case (.refused(let one), .refused(let other)):
            Checks.check((400...505).contains(one.status) && (400...505).contains(other.status), "status of a refusal")
        default: Checks.check(false, "the cuts decide: \(whole) or \(pieces)")
        }
    }

    private static func read(_ bytes: [UInt8], _ cuts: [Int]) -> (result: Parsed<HTTPRequestHead>, at: Int) {
        Parsed.stepwise(bytes, cuts: cuts) { (piece, scanned) throws(HeadError) in
            try HTTPRequestHead.parse(piece, limits: limits, scanned: &scanned)
        }
    }

    private static func inspect(_ head: HTTPRequestHead, _ bytes: [UInt8]) {
        let text = Array(bytes[..<head.byteCount])
        Checks.check(text.suffix(4) == [13, 10, 13, 10], "a head ends with a blank line")
        Checks.check(head.fields.count <= limits.maximumFields && text.count <= limits.maximumBytes, "limits")
        Checks.check(!head.method.isEmpty && head.method.allSatisfy { (33...126).contains(text[$0]) }, "method")
        Checks.check(head.target.allSatisfy { (33...126).contains(text[$0]) }, "target")
        if case .length(let length) = head.framing { Checks.check(length >= 0, "a negative length") }
        if case .untilClose = head.framing { Checks.check(false, "a request without an end") }
        var lengths = 0
        var codings = 0
        for field in head.fields {
            FieldLine.check(field, text)
            if text[field.name].elementsEqual("content-length".utf8, by: equalIgnoringCase) { lengths += 1 }
            if text[field.name].elementsEqual("transfer-encoding".utf8, by: equalIgnoringCase) { codings += 1 }
        }
        Checks.check(lengths + codings <= 1, "two fields that frame the body")
        Checks.check(codings == 0 || head.framing == .chunked, "a coding that frames nothing")
        text.withUnsafeBytes { buffer in
            let listed = HopByHop.Listed(head.fields, known: head.known, in: buffer)
            for field in head.fields { _ = listed.contains(field) }
            guard let target = try? RequestTarget.parse(buffer, head.target) else { return }
            Checks.check(text[target.path].first == UInt8(ascii: "/"), "a path begins with a slash")
            Checks.check(
                target.path.lowerBound <= target.firstSegment.lowerBound
                    && target.firstSegment.upperBound <= target.path.upperBound, "the first segment is in the path")
        }
        checkAgain(head, text)
    }

    /// What is forwarded, field by field, reads as what came.
    private static func checkAgain(_ head: HTTPRequestHead, _ text: [UInt8]) {
        var forwarded = Array(text[head.method]) + [32] + text[head.target] + Array(" HTTP/1.1\r\n".utf8)
        for field in head.fields { forwarded += text[field.line] + [13, 10] }
        forwarded += [13, 10]
        guard head.minorVersion == 1 else { return }
        guard case .head(let again) = read(forwarded, [forwarded.count]).result else {
            Checks.check(false, "what is forwarded is not accepted")
            return
        }
        Checks.check(
            again.framing == head.framing && again.keepAlive == head.keepAlive, "forwarded, it reads differently")
        Checks.check(again.fields.count == head.fields.count, "forwarded, it has other fields")
    }
}

/// Whether two bytes are the same letter.
func equalIgnoringCase(_ left: UInt8, _ right: UInt8) -> Bool {
    left == right || ((65...90).contains(left) && left + 32 == right)
}

/// One field line.
enum FieldLine {
    /// That it lies in the head, and holds nothing that splits it.
    static func check(_ field: HTTPField, _ text: [UInt8]) {
        Checks.check(!field.name.isEmpty && field.line.upperBound <= text.count, "a field lies in the head")
        Checks.check(field.value.upperBound <= field.line.upperBound, "a value lies in its line")
        Checks.check(text[field.line].allSatisfy { $0 != 0 && $0 != 10 && $0 != 13 }, "a line holds no end of line")
        Checks.check(text[field.name].allSatisfy { (33...126).contains($0) && $0 != 58 }, "a name is a token")
        Checks.check(text[field.name.upperBound] == 58, "a colon is right behind the name")
    }
}
