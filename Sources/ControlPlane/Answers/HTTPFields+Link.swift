import HTTPTypes
import Hummingbird

extension HTTPFields {
    /// Says where the next page is, for answers whose body has no place for it: `Link: <…>; rel="next"` (RFC 8288).
    mutating func linkNext(_ request: Request, cursor: String) {
        guard let name = HTTPField.Name("Link") else { return }
        var pairs = (request.uri.query ?? "").split(separator: "&").map(String.init)
        pairs.removeAll { $0 == "cursor" || $0.hasPrefix("cursor=") }
        pairs.append("cursor=\(Self.percentEncoded(cursor))")
        self[name] = "<\(request.uri.path)?\(pairs.joined(separator: "&"))>; rel=\"next\""
    }

    private static func percentEncoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            let scalar = Unicode.Scalar(byte)
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(scalar)
            default:
                encoded += byte < 16 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
