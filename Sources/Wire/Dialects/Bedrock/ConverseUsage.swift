import JSONScanning
import Usage

/// The `usage` object of Bedrock's Converse API (`TokenUsage`), also as Amazon's own models write it.
///
/// Tokens read from and written to a cache stand beside `inputTokens`. The fields whose names end in `TokenCount`
/// say the same again, and are read only where the others are missing.
struct ConverseUsage {
    private var input: Int64?
    private var output: Int64?
    private var cacheRead: Int64?
    private var cacheReadAgain: Int64?
    private var cacheWrite: Int64?
    private var cacheWriteAgain: Int64?
    /// Parts of the written tokens, by how long they live.
    private var written1h: Int64 = 0
    private var writtenInDetail: Int64 = 0
    private var rejected: [String] = []

    /// The object at `cursor`; nil where there is none.
    init?(_ cursor: inout JSONCursor) throws(JSONScanError) {
        let isObject = try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor) }
        guard isObject else { return nil }
    }

    /// What was used; nil when no count is there.
    var usage: Usage? {
        guard input ?? output ?? cacheRead ?? cacheWrite != nil || !rejected.isEmpty else { return nil }
        var usage = Usage()
        let written = cacheWrite ?? cacheWriteAgain ?? writtenInDetail
        usage.tokens.input = input ?? 0
        usage.tokens.cachedInput = cacheRead ?? cacheReadAgain ?? 0
        usage.tokens.cacheWrite1h = min(written1h, written)
        usage.tokens.cacheWrite5m = written - usage.tokens.cacheWrite1h
        usage.tokens.output = output ?? 0
        usage.rejected = rejected
        return usage
    }

    private mutating func readMember(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("inputTokens") {
            input = try cursor.count("inputTokens", &rejected)
        } else if named("outputTokens") {
            output = try cursor.count("outputTokens", &rejected)
        } else if named("cacheReadInputTokens") {
            cacheRead = try cursor.count("cacheReadInputTokens", &rejected)
        } else if named("cacheReadInputTokenCount") {
            cacheReadAgain = try cursor.count("cacheReadInputTokenCount", &rejected)
        } else if named("cacheWriteInputTokens") {
            cacheWrite = try cursor.count("cacheWriteInputTokens", &rejected)
        } else if named("cacheWriteInputTokenCount") {
            cacheWriteAgain = try cursor.count("cacheWriteInputTokenCount", &rejected)
        } else if named("cacheDetails") {
            try cursor.elements { (cursor) throws(JSONScanError) in try readDetail(&cursor) }
        } else {
            try cursor.skipLoosely()
        }
    }

    /// Reads `{"ttl": "1h", "inputTokens": 10}`.
    private mutating func readDetail(_ cursor: inout JSONCursor) throws(JSONScanError) {
        var isLong = false
        var tokens: Int64 = 0
        try cursor.members { (key, cursor) throws(JSONScanError) in
            if key.equals("ttl", in: cursor.bytes) {
                isLong = try cursor.looseString()?.equals("1h", in: cursor.bytes) ?? false
            } else if key.equals("inputTokens", in: cursor.bytes) {
                tokens = try cursor.count("cacheDetails.inputTokens", &rejected) ?? 0
            } else {
                try cursor.skipLoosely()
            }
        }
        writtenInDetail += tokens
        if isLong { written1h += tokens }
    }
}
