extension ContentCapture {
    /// Messages as the JSON of `gen_ai.input.messages` and `gen_ai.output.messages`: prepared, the last ones.
    public func json(_ messages: [GenAIMessage]) -> String {
        list(
            messages.suffix(maximumMessages).map { message in
                var members = [("role", quoted(message.role)), ("parts", list(message.parts.map(json)))]
                if let reason = message.finishReason { members.append(("finish_reason", quoted(reason))) }
                return object(members)
            })
    }

    /// Instructions as the JSON of `gen_ai.system_instructions`.
    public func json(instructions: [GenAIText]) -> String {
        list(instructions.map { json(.text($0)) })
    }

    /// Tools as the JSON of `gen_ai.tool.definitions`.
    public func json(tools: [GenAITool]) -> String {
        list(
            tools.map { tool in
                var members = [("type", quoted("function")), ("name", quoted(redaction.redacted(tool.name)))]
                if let text = tool.description { members.append(("description", quoted(prepared(text)))) }
                if let schema = tool.parameters {
                    // Where a rule has changed it, it may be JSON no more.
                    let redacted = redaction.redacted(schema)
                    members.append(("parameters", redacted == schema ? schema : quoted(redacted)))
                }
                return object(members)
            })
    }

    private func json(_ part: GenAIMessage.Part) -> String {
        switch part {
        case .text(let text): object([("type", quoted("text")), ("content", quoted(prepared(text)))])
        case .reasoning(let text): object([("type", quoted("reasoning")), ("content", quoted(prepared(text)))])
        case .toolCall(let id, let name, let arguments):
            object([
                ("type", quoted("tool_call")), ("id", id.map(quoted) ?? "null"),
                ("name", quoted(redaction.redacted(name))), ("arguments", quoted(prepared(arguments))),
            ])
        case .toolResult(let id, let text):
            object([
                ("type", quoted("tool_call_response")), ("id", id.map(quoted) ?? "null"),
                ("response", quoted(prepared(text))),
            ])
        case .other(let kind): object([("type", quoted(kind))])
        }
    }

    private func quoted(_ text: String) -> String { JSONText.quoted(text) }

    private func list(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

    private func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }
}
