package import HTTPMessages
package import NIOCore

/// Reads one answer off a provider's connection.
///
/// A synchronous machine without sockets.
///
/// ```
/// head --(1xx)--> head --(final head)--> body --(its end)--> done
///   `------------(malformed)-------------> failed <---'
/// ```
package struct AnswerReader: Sendable {
    /// What has been read.
    package enum Step: Sendable {
        case needMore
        case head(HTTPResponseHead, ByteBuffer)
        case body(ByteBuffer)
        /// The answer is whole; whether the connection can be used again.
        case end(reusable: Bool)
        case failed(HeadError)
    }

    private enum State: Sendable { case head, body(BodyReader), done, failed }

    private var state = State.head
    private var buffer = ByteBuffer()
    private var scanned = 0
    private var keepAlive = false
    private let limits: HeadLimits
    private let isHEAD: Bool

    /// A reader of the answer to one request.
    package init(limits: HeadLimits, isHEAD: Bool) {
        self.limits = limits
        self.isHEAD = isHEAD
    }

    /// Whether no byte of an answer has come.
    package private(set) var isUntouched = true

    /// Adds what has come off the connection.
    package mutating func receive(_ bytes: ByteBuffer) {
        isUntouched = false
        if buffer.readableBytes == 0 { buffer = bytes } else { buffer.writeImmutableBuffer(bytes) }
    }

    /// Goes on as far as the bytes allow; call again until it says `needMore`, `end` or `failed`.
    package mutating func step() -> Step {
        do throws(HeadError) {
            switch state {
            case .done, .failed: return .needMore
            case .head: return try readHead()
            case .body(var reader):
                state = .failed
                let part = try reader.read(from: &buffer)
                buffer.releaseIfEmpty()
                state = .body(reader)
                if let part { return .body(part) }
                return reader.isComplete ? end() : .needMore
            }
        } catch {
            state = .failed
            return .failed(error)
        }
    }

    /// The provider closed the connection; true when that is the answer's proper end.
    package mutating func closed() -> Bool {
        guard case .body(var reader) = state else { return false }
        return reader.closed()
    }

    private mutating func readHead() throws(HeadError) -> Step {
        while buffer.readableBytes > 0 {
            guard let head = try parseHead() else { return .needMore }
            guard let bytes = buffer.readSlice(length: head.byteCount) else { return .needMore }
            scanned = 0
            if head.isInterim {
                guard head.status != 101 else {
                    throw HeadError(status: 502, reason: "The provider switched protocols without being asked to.")
                }
                continue
            }
            keepAlive = head.keepAlive
            let framing = head.framing(forRequestMethodHEAD: isHEAD)
            if framing == .untilClose { keepAlive = false }
            state = .body(BodyReader(framing))
            return .head(head, bytes)
        }
        return .needMore
    }

    private mutating func parseHead() throws(HeadError) -> HTTPResponseHead? {
        var failure: HeadError?
        let head = buffer.withUnsafeReadableBytes { bytes -> HTTPResponseHead? in
            do throws(HeadError) {
                return try HTTPResponseHead.parse(bytes, limits: limits, scanned: &scanned)
            } catch {
                failure = error
                return nil
            }
        }
        if let failure { throw failure }
        return head
    }

    private mutating func end() -> Step {
        state = .done
        // Bytes behind the answer belong to nobody: the connection cannot be trusted any more.
        return .end(reusable: keepAlive && buffer.readableBytes == 0)
    }
}
