/// An `Accept-Encoding` field (RFC 9110, section 12.5.3).
enum AcceptEncoding {
    /// Whether gzip may be used: it is named, or `*` is and it is not, with a quality above 0.
    ///
    /// Without the field the answer is plain, as old scrapers expect. A member that cannot be read is passed over.
    static func acceptsGzip(_ field: String?) -> Bool {
        guard let field else { return false }
        var star: Int?
        for member in field.split(separator: ",") {
            // Read as a media range is, which differs in the slash only.
            guard let range = MediaRange("x/" + member.drop { $0 == " " || $0 == "\t" }) else { continue }
            switch range.type {
            case "x/gzip", "x/x-gzip": return range.quality > 0
            case "x/*": star = range.quality
            default: break
            }
        }
        return (star ?? 0) > 0
    }
}
