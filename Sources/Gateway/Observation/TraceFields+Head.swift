import HTTPMessages
import NIOCore

extension TraceFields {
    /// The fields of a request's head.
    ///
    /// Two `traceparent` are none: it cannot be told which is meant (W3C Trace Context, section 3.2).
    init(_ head: HTTPRequestHead, in bytes: ByteBuffer) {
        self.init()
        guard head.known.contains(.traceparent) else { return }
        var count = 0
        for field in head.fields {
            switch field.known {
            case .traceparent:
                count += 1
                traceparent = bytes.text(field.value)
            case .tracestate:
                let value = bytes.text(field.value)
                tracestate = tracestate.map { $0 + "," + value } ?? value
            default: break
            }
        }
        if count > 1 { self = TraceFields() }
    }
}
