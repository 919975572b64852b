extension AnthropicMessage {
    /// The answer as server-sent events: `message_start`, blocks with a `ping` among them, `message_delta`,
    /// `message_stop`.
    var streamed: Reply {
        let start =
            "{\"model\":\(JSONText.quoted(model)),\"id\":\"\(id)\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null"
            + (saysUsage ? ",\"usage\":\(startUsage)}" : "}")
        let end =
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"\(stopReason)\",\"stop_sequence\":null}"
            + (saysUsage ? ",\"usage\":\(deltaUsage)}" : "}")
        let (thinking, text, tool, pieces) = (thinking, text, tool, shownPieces)
        let thoughts = thinking?.count ?? 0
        let opening = thinking == nil ? 0 : thoughts + 3
        let steps = steps.events(from: thinking == nil ? 0 : 1)
        let block = (thinking == nil ? 0 : 1) + self.steps.blocks.count

        let source = EventSource(
            errorEvent: Self.event(
                "error", "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"),
            isTerminal: { $0.hasPrefix("event: message_stop") }
        ) { index in
            var index = index
            if index == 0 {
                return Self.event("message_start", "{\"type\":\"message_start\",\"message\":\(start)}")
            }
            index -= 1
            if let thinking, index < opening {
                switch index {
                case 0: return Self.start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}")
                case opening - 1: return Self.stop(0)
                case opening - 2:
                    return Self.delta(0, "{\"type\":\"signature_delta\",\"signature\":\"EqQBCkgIARABGAIiQL\"}")
                default:
                    return Self.delta(
                        0, "{\"type\":\"thinking_delta\",\"thinking\":\"\(thinking.escaped(index - 1))\"}")
                }
            }
            index -= opening
            if index < steps.count { return Self.event(steps[index].name, steps[index].data.json) }
            index -= steps.count
            if index == 0 {
                guard let tool else { return Self.start(block, "{\"type\":\"text\",\"text\":\"\"}") }
                return Self.start(
                    block,
                    "{\"type\":\"tool_use\",\"id\":\"\(tool.id)\",\"name\":\(JSONText.quoted(tool.name)),\"input\":{}}")
            }
            if index == 1 { return Self.event("ping", "{\"type\": \"ping\"}") }
            index -= 2
            if index < pieces {
                let piece = text.escaped(index)
                return Self.delta(
                    block,
                    tool == nil
                        ? "{\"type\":\"text_delta\",\"text\":\"\(piece)\"}"
                        : "{\"type\":\"input_json_delta\",\"partial_json\":\"\(piece)\"}")
            }
            switch index - pieces {
            case 0: return Self.stop(block)
            case 1: return Self.event("message_delta", end)
            case 2: return Self.event("message_stop", "{\"type\":\"message_stop\"}")
            default: return nil
            }
        }
        return Reply(
            status: 200,
            headers: [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache")],
            body: .events(source), responseID: id, responseModel: model, usage: usage, used: used,
            saysUsage: saysUsage)
    }

    private static func event(_ name: String, _ data: String) -> String {
        "event: \(name)\ndata: \(data)\n\n"
    }

    private static func start(_ index: Int, _ block: String) -> String {
        event(
            "content_block_start", "{\"type\":\"content_block_start\",\"index\":\(index),\"content_block\":\(block)}")
    }

    private static func delta(_ index: Int, _ delta: String) -> String {
        event("content_block_delta", "{\"type\":\"content_block_delta\",\"index\":\(index),\"delta\":\(delta)}")
    }

    private static func stop(_ index: Int) -> String {
        event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":\(index)}")
    }
}
