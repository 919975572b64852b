/// The chunks of a chat stream as text, in a provider's own form.
struct ChatChunks {
    private let head: String
    /// What follows the choices of every chunk.
    private let tail: String
    /// What follows them in the last one.
    private let lastTail: String
    private let usage: String
    private let place: ChatForm.UsagePlace
    /// For a usage that grows: what it is before anything was generated.
    private let growing: (Used, Provider)?
    /// The chunk without choices that has the usage; nil where there is none.
    let ownChunk: String?
    /// Whether the stream tells the usage at all.
    let saysUsage: Bool

    /// The chunks of `chat`.
    init(_ chat: OpenAIChat) {
        let (form, said) = (chat.form, chat.saysUsage)
        let head =
            "data: {\"id\":\"\(chat.id)\",\"object\":\"chat.completion.chunk\",\"created\":\(chat.created),\"model\":"
            + "\(JSONText.quoted(chat.model))\(form.afterModel(tier: chat.tier)),\"choices\":["
        self.head = head
        usage = chat.usage
        place = form.usagePlace
        let asked = chat.includeUsage && said
        let hidden = form.provider == .openai ? ",\"obfuscation\":\"" : ""
        let hiddenEnd = hidden.isEmpty ? "" : "Aq9\""
        switch place {
        case .ownChunk:
            let null = asked ? ",\"usage\":null" : ""
            tail = "]\(null)\(hidden)\(hiddenEnd)}\n\n"
            lastTail = tail
            let end = hidden.isEmpty ? "" : "\(hidden)\""
            ownChunk = asked ? head + "],\"usage\":\(chat.usage)\(end)}\n\n" : nil
            saysUsage = asked
        case .groq:
            tail = "]}\n\n"
            lastTail = said ? "],\"x_groq\":{\"id\":\"req_01sim\",\"usage\":\(chat.usage)}}\n\n" : tail
            ownChunk = asked ? head + "],\"usage\":\(chat.usage)}\n\n" : nil
            saysUsage = said
        case .lastChunk:
            tail = form.provider == .deepseek ? "],\"usage\":null}\n\n" : "]}\n\n"
            lastTail = said ? "],\"usage\":\(chat.usage)\(form.atEnd)}\n\n" : tail
            ownChunk = nil
            saysUsage = said
        case .lastChoice, .everyChunk:
            tail = "]}\n\n"
            lastTail = place == .everyChunk && said ? "],\"usage\":\(chat.usage)}\n\n" : tail
            ownChunk = nil
            saysUsage = said
        }
        growing = place == .everyChunk && said ? chat.used.map { ($0, form.provider) } : nil
    }

    /// A chunk of `choice`, when `shown` pieces have been sent.
    func chunk(_ choice: Int, delta: String, finish: String? = nil, shown: Int, last: Bool = false) -> String {
        let reason = finish.map { "\"\($0)\"" } ?? "null"
        let inside = last && place == .lastChoice && saysUsage ? ",\"usage\":\(usage)" : ""
        return head
            + "{\"index\":\(choice),\"delta\":{\(delta)},\"logprobs\":null,\"finish_reason\":\(reason)\(inside)}"
            + (last ? lastTail : partial(shown) ?? tail)
    }

    private func partial(_ shown: Int) -> String? {
        guard let growing else { return nil }
        var used = growing.0
        used.output = shown
        return "],\"usage\":\(ChatUsage.text(used, provider: growing.1, written: nil))}\n\n"
    }
}
