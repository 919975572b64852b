import JSONScanning
import Usage

/// How often an answer of Gemini was grounded by a search or by a map.
///
/// Up to Gemini 2.x a grounded prompt is billed, however many queries it took; from 3 on each query.
struct Grounding {
    private var queries: Int64 = 0
    private var usesMaps = false

    /// Reads the `groundingMetadata` at `cursor`.
    ///
    /// Of a stream the fullest one counts: chunks repeat what earlier ones said.
    mutating func read(_ cursor: inout JSONCursor) throws(JSONScanError) {
        var met: Int64 = 0
        try cursor.members { (key, cursor) throws(JSONScanError) in
            if key.equals("webSearchQueries", in: cursor.bytes) {
                try cursor.elements { (cursor) throws(JSONScanError) in
                    if let query = try cursor.looseString(), !query.range.isEmpty { met += 1 }
                }
            } else if key.equals("groundingChunks", in: cursor.bytes) {
                try cursor.elements { (cursor) throws(JSONScanError) in
                    try cursor.members { (key, cursor) throws(JSONScanError) in
                        if key.equals("maps", in: cursor.bytes) { usesMaps = true }
                        try cursor.skipLoosely()
                    }
                }
            } else {
                try cursor.skipLoosely()
            }
        }
        queries = max(queries, met)
    }

    /// Notes a search with so many queries.
    mutating func note(queries count: Int64) { queries += count }

    /// Puts what is billed into `usage`, as the model named `model` is billed.
    func meter(into usage: inout Usage, model: String?) {
        let perPrompt = Self.isBilledPerPrompt(model)
        if queries > 0 { usage.meter(.webSearches, perPrompt ? 1 : queries) }
        if usesMaps { usage.meter(.mapsQueries, perPrompt ? 1 : max(queries, 1)) }
    }

    /// Whether `model` is of a generation before 3.
    private static func isBilledPerPrompt(_ model: String?) -> Bool {
        guard let model else { return false }
        for generation in ["gemini-1", "gemini-2", "gemini-live-2"] where model.contains(generation) { return true }
        return false
    }
}
