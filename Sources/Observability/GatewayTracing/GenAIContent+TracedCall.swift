import Dialects
import Gateway
import GenAITelemetry

extension GenAIContent {
    /// What was said in a call, as the conventions have it.
    init(_ content: TracedCall.Content) {
        self.init(
            input: content.request.messages.map(GenAIMessage.init), output: content.answers.map(GenAIMessage.init),
            system: content.request.system.map(GenAIText.init), tools: content.request.tools.map(GenAITool.init))
    }
}

extension GenAIMessage {
    fileprivate init(_ message: MessageContent) {
        self.init(
            role: message.role, parts: message.parts.map(Part.init), finishReason: message.finishReason)
    }
}

extension GenAIMessage.Part {
    fileprivate init(_ part: MessageContent.Part) {
        switch part {
        case .text(let text): self = .text(GenAIText(text))
        case .reasoning(let text): self = .reasoning(GenAIText(text))
        case .toolCall(let id, let name, let arguments):
            self = .toolCall(id: id, name: name, arguments: GenAIText(arguments))
        case .toolResult(let id, let text): self = .toolResult(id: id, GenAIText(text))
        case .other(let kind): self = .other(kind)
        }
    }
}

extension GenAIText {
    fileprivate init(_ text: CopiedText) { self.init(text.text, isCut: text.isCut) }
}

extension GenAITool {
    fileprivate init(_ tool: ToolContent) {
        self.init(
            name: tool.name, description: tool.description.map { GenAIText($0) }, parameters: tool.parameters)
    }
}
