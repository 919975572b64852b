/// The built-in tools of a response: an output item for each call, and what of it is billed.
struct ResponseTools {
    private(set) var items: [JSONValue] = []
    private(set) var used = Used.Tools()

    /// Each of the declared `tools` is called `calls` times.
    init(_ tools: [JSONValue], calls: Int, _ identifiers: Identifiers) {
        for tool in tools {
            let type = tool["type"]?.text ?? ""
            let container: JSONValue = .string(identifiers.token("cntr_", length: 24))
            for number in 0..<calls {
                switch type {
                case _ where type.hasPrefix("web_search"):
                    add(Self.search(identifiers, number))
                    if type.hasPrefix("web_search_preview") {
                        used.webSearchPreviews += 1
                    } else {
                        used.webSearches += 1
                    }
                case "file_search":
                    add([
                        "id": .string(identifiers.token("fs_", length: 48)), "type": "file_search_call",
                        "status": "completed", "queries": ["harbour dues"], "results": .null,
                    ])
                    used.fileSearches += 1
                case "code_interpreter":
                    add([
                        "id": .string(identifiers.token("ci_", length: 48)), "type": "code_interpreter_call",
                        "status": "completed", "code": .string("print(\(number))"), "container_id": container,
                        "outputs": .null,
                    ])
                    // The container is billed, however often code runs in it.
                    if number == 0 { used.codeSessions += 1 }
                default: break
                }
            }
            // A page is opened as well, which costs nothing.
            if type.hasPrefix("web_search"), calls > 0 { add(Self.opening(identifiers)) }
        }
    }

    private mutating func add(_ item: JSONValue) { items.append(item) }

    private static func search(_ identifiers: Identifiers, _ number: Int) -> JSONValue {
        [
            "id": .string(identifiers.token("ws_", length: 48)), "type": "web_search_call", "status": "completed",
            "action": ["type": "search", "query": .string("harbour dues \(number)"), "sources": []],
        ]
    }

    private static func opening(_ identifiers: Identifiers) -> JSONValue {
        [
            "id": .string(identifiers.token("ws_", length: 48)), "type": "web_search_call", "status": "completed",
            "action": ["type": "open_page", "url": "https://example.org/dues"],
        ]
    }
}
