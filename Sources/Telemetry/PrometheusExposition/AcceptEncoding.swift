/// An `Accept-Encoding` field (RFC 9110, section 12.5.3).
enum AcceptEncoding {
    /// Whether gzip is to be used: it is named, or `*` is and it is not, with a quality above 0 and not below that of
    /// `identity`.
    ///
    /// Without the field the answer is plain, as old scrapers expect. A member that cannot be read is passed over.
    static func acceptsGzip(_ field: String?) -> Bool {
        guard let field else { return false }
        var gzip: Int?
        var star: Int?
        var identity = 0
        for member in field.split(separator: ",") {
            // Read as a media range is, which differs in the slash only.
            guard let range = MediaRange("x/" + member.drop { $0 == " " || $0 == "\t" }) else { continue }
            switch range.type {
            case "x/gzip", "x/x-gzip": gzip = max(gzip ?? 0, range.quality)
            case "x/identity": identity = range.quality
            case "x/*": star = range.quality
            default: break
            }
        }
        let wanted = gzip ?? star ?? 0
        return wanted > 0 && wanted >= identity
    }
}
