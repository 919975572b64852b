import ContentDecoding
import Dialects
import NIOCore

/// What a recorded call's trace is told of its request's body, read once more when the answer is out.
struct RequestSaid {
    private(set) var parameters = RequestParameters()
    /// nil where nobody asked for it.
    private(set) var content: RequestContent?

    /// What is read of a body that is in a file, for its content; bytes.
    private static let window = 256 << 10

    /// Reads the body of `call`; a form, and what was passed on as it came, says nothing here.
    init(_ call: Call, _ limits: ContentLimits?) {
        let api = call.route.api
        guard call.facts != nil, call.uploading == nil else {
            content = limits.map { _ in RequestContent() }
            return
        }
        var body = Self.body(call)
        if let encoding = call.bodyEncoding { body = Self.decoded(body, encoding) }
        body.withUnsafeReadableBytes { bytes in
            if let known = call.request.spooled?.parameters(api: api) {
                parameters = known
            } else {
                parameters = RequestParameters(bytes, api: api)
            }
            content = limits.map { RequestContent(bytes, api: api, limits: $0) }
        }
    }

    /// The body as it went out, or the beginning of one that is in a file.
    private static func body(_ call: Call) -> ByteBuffer {
        if let file = call.request.spooled {
            // Where it cannot be read any more, the call has been answered all the same.
            return (try? file.read(at: 0, length: min(file.count, window))) ?? ByteBuffer()
        }
        let pieces = call.request.body
        guard pieces.count > 1, var whole = pieces.first else { return pieces.first ?? ByteBuffer() }
        for piece in pieces.dropFirst() { whole.writeImmutableBuffer(piece) }
        return whole
    }

    private static func decoded(_ body: ByteBuffer, _ encoding: String) -> ByteBuffer {
        var plain: [UInt8] = []
        guard let decoder = ContentDecoder(encoding: encoding) else { return ByteBuffer() }
        // A body in a file is cut, and one that inflates to more than the window is cut here: its beginning counts.
        body.withUnsafeReadableBytes { try? decoder.decode($0, into: &plain, limit: window) }
        return ByteBuffer(bytes: plain)
    }
}
