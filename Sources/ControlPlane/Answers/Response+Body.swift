import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// An answer with `body` in full.
    init(status: HTTPResponse.Status = .ok, contentType: String, _ body: some Collection<UInt8>) {
        self.init(
            status: status, headers: [.contentType: contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// Plain text.
    init(status: HTTPResponse.Status = .ok, text: String) {
        self.init(status: status, contentType: "text/plain; charset=utf-8", text.utf8)
    }

    /// A JSON document.
    init(status: HTTPResponse.Status = .ok, json: JSONWriter) {
        self.init(status: status, contentType: "application/json", json.bytes)
    }
}
