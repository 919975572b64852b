import NIOCore

/// What a provider answers: status, headers, body and what was used, before anything goes wrong with it.
struct Reply {
    /// A body that is known as a whole, or events that are made one by one.
    enum Body {
        case plain(ByteBuffer)
        case events(EventSource)
    }

    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: Body
    var responseID: String?
    var responseModel: String?
    /// What was used, as JSON in the provider's own form; nil where the API tells nothing of the kind.
    var usage: String?
    /// The same in classes that do not depend on the provider; nil where the request dictated `usage`.
    var used: Used?
    /// Whether the answer says so.
    var saysUsage = true
    /// Whether a plain body is sent in chunks, its length untold.
    var chunked = false

    /// A plain JSON answer.
    static func json(_ text: String, status: Int = 200) -> Reply {
        Reply(
            status: status, headers: [("content-type", "application/json")],
            body: .plain(ByteBuffer(string: text)))
    }

    /// A plain JSON answer with what was used.
    static func json(_ value: JSONValue, usage: JSONValue?, used: Used?, call: Call) -> Reply {
        var reply = json(value.json)
        reply.tell(usage: usage, used: used, call: call)
        return reply
    }

    /// Server-sent events, which tell the usage unless the request wants it otherwise.
    static func events(_ source: EventSource, usage: JSONValue?, used: Used?, call: Call) -> Reply {
        var reply = Reply(
            status: 200,
            headers: [("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache")],
            body: .events(source))
        reply.tell(usage: usage, used: used, call: call)
        return reply
    }

    private mutating func tell(usage: JSONValue?, used: Used?, call: Call) {
        self.usage = call.behaviour.usage ?? usage?.json
        self.used = call.behaviour.usage == nil ? used : nil
        saysUsage = !call.behaviour.noUsage
        responseModel = call.servedModel
    }
}
