import HTTPTypes
public import Hummingbird
import NIOCore
public import PrometheusExposition

extension Response {
    /// The answer to a scrape.
    public init(_ answer: ScrapeAnswer) {
        var fields = HTTPFields()
        fields[.contentType] = answer.contentType
        fields[.contentEncoding] = answer.contentEncoding
        fields[.vary] = ScrapeAnswer.vary
        self.init(status: .ok, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}
