import ContentDecoding
import Dialects
import NIOCore

/// What a recorded call's trace is told of its request's body, read once more when the answer is out.
struct RequestSaid {
    private(set) var parameters = RequestParameters()
    /// nil where nobody asked for it.
    private(set) var content: RequestContent?

    /// What is read of a body that is in a file and was not read on its way there, and of what a compressed one says
    /// beside its words; bytes.
    private static let window = 256 << 10
    /// What is decompressed of a body that is kept; bytes.
    private static let decodedLimits = ContentDecodingLimits(maximumBytes: 16 << 20)

    /// Reads the body of `call`; a form, and what was passed on as it came, says nothing here.
    init(_ call: Call, _ limits: ContentLimits?) {
        let api = call.route.api
        guard call.facts != nil, call.uploading == nil else {
            content = limits.map { _ in RequestContent() }
            return
        }
        let body = Self.body(call, limits)
        body.withUnsafeReadableBytes { bytes in
            if let known = call.request.spooled?.parameters(api: api) {
                parameters = known
            } else {
                parameters = RequestParameters(bytes, api: api)
            }
            content = limits.map { RequestContent(bytes, api: api, limits: $0) }
        }
    }

    /// The body as it went out, decompressed; of a large one a copy with its strings cut, or the beginning.
    private static func body(_ call: Call, _ limits: ContentLimits?) -> ByteBuffer {
        if let file = call.request.spooled {
            if limits != nil, let reduced = file.reduced { return ByteBuffer(bytes: reduced.kept) }
            // Where it cannot be read any more, the call has been answered all the same.
            let beginning = (try? file.read(at: 0, length: min(file.count, window))) ?? ByteBuffer()
            return call.bodyEncoding.map { decoded(beginning, $0, nil) } ?? beginning
        }
        let pieces = call.request.body
        var whole = pieces.first ?? ByteBuffer()
        for piece in pieces.dropFirst() { whole.writeImmutableBuffer(piece) }
        return call.bodyEncoding.map { decoded(whole, $0, limits) } ?? whole
    }

    private static func decoded(_ body: ByteBuffer, _ encoding: String, _ limits: ContentLimits?) -> ByteBuffer {
        guard let decoder = ContentDecoder(encoding: encoding, limits: decodedLimits) else { return ByteBuffer() }
        // What came before a failure counts: a body that is cut, or inflates to more than allowed.
        if let limits {
            var reduced = ReducedJSON(for: limits)
            body.withUnsafeReadableBytes { bytes in try? decoder.decode(bytes) { reduced.push($0) } }
            return ByteBuffer(bytes: reduced.kept)
        }
        var plain: [UInt8] = []
        body.withUnsafeReadableBytes { try? decoder.decode($0, into: &plain, limit: window) }
        return ByteBuffer(bytes: plain)
    }
}
