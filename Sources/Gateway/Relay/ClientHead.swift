import HTTPMessages
import Money
import NIOCore

/// How the client is told where its answer ends.
package enum ClientFraming: Sendable, Hashable {
    /// No body follows the head.
    case none
    /// `Content-Length`, as the provider sent it.
    case length(Int)
    /// `Transfer-Encoding: chunked`.
    case chunked
    /// The connection's end, for HTTP/1.0 clients.
    case close
}

/// Writes the head of an answer for the client: the provider's fields byte for byte and in order, without hop-by-hop
/// fields, then the gateway's own.
package struct ClientHead: Sendable {
    /// The gateway's id of the call: `x-tollgate-request-id`.
    package var requestID: String
    /// Whether the client's connection stays open.
    package var keepsAlive: Bool
    /// `Connection: keep-alive` must be said to HTTP/1.0 clients.
    package var clientMinorVersion: Int

    /// A head for the call `requestID`.
    package init(requestID: String, keepsAlive: Bool, clientMinorVersion: Int) {
        self.requestID = requestID
        self.keepsAlive = keepsAlive
        self.clientMinorVersion = clientMinorVersion
    }

    /// Writes the provider's head, changed for the client, to `output`.
    func write(
        _ head: HTTPResponseHead, in bytes: ByteBuffer, framing: ClientFraming, cost: NanoUSD?,
        to output: inout ByteBuffer
    ) {
        writeStatusLine(head, in: bytes, to: &output)
        output.writeFields(head.fields, known: head.known, of: bytes) { field in
            switch field.known {
            case .contentLength, .tollgate: .drop
            default: .keep
            }
        }
        writeOwnFields(framing: framing, cost: cost, to: &output)
    }

    /// Writes a head of the gateway's own, for an answer that it made itself.
    func writeOwn(
        status: Int, reason: String, fields: [(String, String)], contentLength: Int, cost: NanoUSD?,
        to output: inout ByteBuffer
    ) {
        output.writeString("HTTP/1.1 \(status) \(reason)\r\n")
        for (name, value) in fields { output.writeString("\(name): \(value)\r\n") }
        writeOwnFields(framing: .length(contentLength), cost: cost, to: &output)
    }

    private func writeStatusLine(_ head: HTTPResponseHead, in bytes: ByteBuffer, to output: inout ByteBuffer) {
        output.writeStaticString("HTTP/1.1 ")
        output.writeDecimal(head.status)
        output.writeStaticString(" ")
        output.writeRange(head.reason, of: bytes)
        output.writeStaticString("\r\n")
    }

    private func writeOwnFields(framing: ClientFraming, cost: NanoUSD?, to output: inout ByteBuffer) {
        switch framing {
        case .none, .close: break
        case .chunked: output.writeStaticString("Transfer-Encoding: chunked\r\n")
        case .length(let length):
            output.writeStaticString("Content-Length: ")
            output.writeDecimal(length)
            output.writeStaticString("\r\n")
        }
        if !keepsAlive {
            output.writeStaticString("Connection: close\r\n")
        } else if clientMinorVersion == 0 {
            output.writeStaticString("Connection: keep-alive\r\n")
        }
        output.writeStaticString("x-tollgate-request-id: ")
        output.writeString(requestID)
        if let cost {
            output.writeStaticString("\r\nx-tollgate-cost-usd: ")
            output.writeString(cost.description)
        }
        output.writeStaticString("\r\n\r\n")
    }
}
