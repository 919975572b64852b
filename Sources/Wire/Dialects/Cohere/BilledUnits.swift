import JSONScanning
import Usage

/// Cohere's `billed_units`: what is charged.
///
/// `tokens` beside it is what was processed, and is never billed.
struct BilledUnits {
    private var input: Int64?
    private var output: Int64?
    private var imageTokens: Int64?
    private var images: Int64?
    private var searchUnits: Int64?
    private var rejected: [String] = []

    /// The `billed_units` of the object at `cursor` (`usage` or `meta`); nil without them.
    init?(in cursor: inout JSONCursor) throws(JSONScanError) {
        var met = false
        try cursor.members { (key, cursor) throws(JSONScanError) in
            guard key.equals("billed_units", in: cursor.bytes) else {
                try cursor.skipLoosely()
                return
            }
            met = try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor) }
        }
        guard met else { return nil }
    }

    /// What was used; tokens of images are beside `input_tokens`.
    var usage: Usage {
        var usage = Usage()
        usage.tokens.input = input ?? 0
        usage.tokens.imageInput = imageTokens ?? 0
        usage.tokens.output = output ?? 0
        usage.meter(.inputImages, images ?? 0)
        usage.meter(.searchUnits, searchUnits ?? 0)
        usage.rejected = rejected
        return usage
    }

    private mutating func readMember(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("input_tokens") {
            input = try cursor.count("billed_units.input_tokens", &rejected)
        } else if named("output_tokens") {
            output = try cursor.count("billed_units.output_tokens", &rejected)
        } else if named("image_tokens") {
            imageTokens = try cursor.count("billed_units.image_tokens", &rejected)
        } else if named("images") {
            images = try cursor.count("billed_units.images", &rejected)
        } else if named("search_units") {
            searchUnits = try cursor.count("billed_units.search_units", &rejected)
        } else {
            try cursor.skipLoosely()
        }
    }
}
