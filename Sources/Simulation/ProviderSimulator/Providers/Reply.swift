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
    /// What was used, as JSON in the provider's own form.
    var usage: String?
    /// Whether the answer says so.
    var saysUsage = true

    /// A plain JSON answer.
    static func json(_ text: String, status: Int = 200) -> Reply {
        Reply(
            status: status, headers: [("content-type", "application/json")],
            body: .plain(ByteBuffer(string: text)))
    }
}
