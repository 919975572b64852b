/// What Anthropic's own tools do before an answer: web searches, each with its result; a fetched page, which is free.
struct AnthropicServerTools {
    /// Blocks of the answer's content.
    private(set) var blocks: [JSONValue] = []
    private(set) var searches = 0
    private var fetches = 0

    /// Whether `tool` is one that Anthropic runs itself.
    static func isServerTool(_ tool: JSONValue) -> Bool {
        let type = tool["type"]?.text ?? ""
        return type.hasPrefix("web_search_") || type.hasPrefix("web_fetch_") || type.hasPrefix("code_execution_")
    }

    /// Each of `tools` that is such a tool is used `calls` times.
    init(_ tools: [JSONValue], calls: Int, _ identifiers: Identifiers) {
        for tool in tools where Self.isServerTool(tool) {
            let name = tool["name"]?.text ?? "web_search"
            for number in 0..<calls where name == "web_search" || name == "web_fetch" {
                let id = identifiers.token("srvtoolu_01", length: 22)
                let isSearch = name == "web_search"
                blocks.append([
                    "type": "server_tool_use", "id": .string(id), "name": .string(name),
                    "input": isSearch
                        ? ["query": .string("harbour dues \(number)")] : ["url": "https://example.org/dues"],
                ])
                blocks.append(isSearch ? Self.found(id) : Self.fetched(id))
                if isSearch { searches += 1 } else { fetches += 1 }
            }
        }
    }

    /// `server_tool_use` as a member of `usage`, with a comma before it; empty where no tool was used.
    var usage: String {
        guard searches + fetches > 0 else { return "" }
        return ",\"server_tool_use\":{\"web_search_requests\":\(searches),\"web_fetch_requests\":\(fetches)}"
    }

    /// The events of the blocks, of which the first is block `first` of the message.
    func events(from first: Int) -> [(name: String, data: JSONValue)] {
        var events: [(name: String, data: JSONValue)] = []
        for (offset, block) in blocks.enumerated() {
            func add(_ name: String, _ more: JSONValue) {
                let head: JSONValue = ["type": .string(name), "index": .count(first + offset)]
                events.append((name, head.with(more)))
            }
            if let input = block["input"] {
                let empty: JSONValue = [
                    "type": "server_tool_use", "id": block["id"] ?? .null, "name": block["name"] ?? .null, "input": [:],
                ]
                add("content_block_start", ["content_block": empty])
                add(
                    "content_block_delta", ["delta": ["type": "input_json_delta", "partial_json": .string(input.json)]])
            } else {
                add("content_block_start", ["content_block": block])
            }
            add("content_block_stop", [:])
        }
        return events
    }

    private static func found(_ id: String) -> JSONValue {
        [
            "type": "web_search_tool_result", "tool_use_id": .string(id),
            "content": [
                [
                    "type": "web_search_result", "title": "Dues", "url": "https://example.org/dues",
                    "encrypted_content": "EqgfCioIARgBIiQ3", "page_age": "2 days ago",
                ]
            ],
        ]
    }

    private static func fetched(_ id: String) -> JSONValue {
        [
            "type": "web_fetch_tool_result", "tool_use_id": .string(id),
            "content": [
                "type": "web_fetch_result", "url": "https://example.org/dues", "retrieved_at": "2026-11-25T00:00:00Z",
                "content": [
                    "type": "document", "title": "Dues",
                    "source": ["type": "text", "media_type": "text/plain", "data": "Three crowns."],
                ],
            ],
        ]
    }
}
