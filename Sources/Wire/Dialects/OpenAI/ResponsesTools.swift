import JSONScanning
import Usage

/// The tools that a response used and that are billed beside its tokens, as its output items tell.
struct ResponsesTools {
    private var searches: Int64 = 0
    private var fileSearches: Int64 = 0
    /// Containers, each once, in which code ran.
    private var containers: Set<String> = []
    /// Whether searches are those of the preview tool, which has a price of its own.
    private var isPreview = false

    /// Puts what is billed into `usage`.
    func meter(into usage: inout Usage) {
        usage.meter(isPreview ? .webSearchPreviews : .webSearches, searches)
        usage.meter(.fileSearches, fileSearches)
        usage.meter(.codeSessions, Int64(containers.count))
    }

    /// Reads the output items at `output` and the offered tools at `declared`; they replace what was read before.
    mutating func read(output: Int, declared: Int?, _ bytes: UnsafeRawBufferPointer) {
        self = ResponsesTools()
        var cursor = JSONCursor(bytes, at: output)
        _ = try? cursor.elements { (cursor) throws(JSONScanError) in try readItem(&cursor) }
        guard let declared else { return }
        cursor = JSONCursor(bytes, at: declared)
        _ = try? cursor.elements { (cursor) throws(JSONScanError) in
            try cursor.members { (key, cursor) throws(JSONScanError) in
                guard key.equals("type", in: bytes), let type = try cursor.looseString() else {
                    try cursor.skipLoosely()
                    return
                }
                if type.text(in: bytes).hasPrefix("web_search_preview") { isPreview = true }
            }
        }
    }

    /// An output item; of a search only the action `search` is billed, not the opening of pages.
    private mutating func readItem(_ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        var type: JSONString?
        var action: JSONString?
        var container: JSONString?
        try cursor.members { (key, cursor) throws(JSONScanError) in
            if key.equals("type", in: bytes) {
                type = try cursor.looseString()
            } else if key.equals("container_id", in: bytes) {
                container = try cursor.looseString()
            } else if key.equals("action", in: bytes) {
                try cursor.members { (key, cursor) throws(JSONScanError) in
                    if key.equals("type", in: bytes) {
                        action = try cursor.looseString()
                    } else {
                        try cursor.skipLoosely()
                    }
                }
            } else {
                try cursor.skipLoosely()
            }
        }
        guard let type else { return }
        if type.equals("web_search_call", in: bytes) {
            if action?.equals("search", in: bytes) ?? true { searches += 1 }
        } else if type.equals("file_search_call", in: bytes) {
            fileSearches += 1
        } else if type.equals("code_interpreter_call", in: bytes) {
            containers.insert(container?.text(in: bytes) ?? "")
        }
    }
}
