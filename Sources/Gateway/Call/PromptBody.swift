import NIOCore

/// A request's body that has gone out, to be looked at once more on another thread.
///
/// `@unchecked Sendable`: nothing is written to a body's file any more once its request is made, and reading it at an
/// offset shares no position; the object keeps the file open.
struct PromptBody: @unchecked Sendable {
    private let pieces: [ByteBuffer]
    private let file: SpooledBody?

    /// The body of `request`.
    init(_ request: UpstreamRequest) {
        file = request.spooled
        pieces = file == nil ? request.body : []
    }

    /// All of it, for a moment; nil where its file cannot be read.
    func whole() -> ByteBuffer? {
        if let file { return try? file.read(at: 0, length: file.count) }
        var body = ByteBuffer()
        for piece in pieces { body.writeImmutableBuffer(piece) }
        return body
    }
}
