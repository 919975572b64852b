package import HTTPMessages
package import NIOCore

/// Reads requests off one client connection: head, body, and whatever was pipelined behind.
///
/// A synchronous machine without sockets.
///
/// ```
/// head --(whole head)--> body, collected or handed out --(its end)--> waiting --(next())--> head
///   `--------------(anything malformed or too large)----------------> failed
/// ```
package struct RequestReader: Sendable {
    /// What to do next.
    package enum Step: Sendable {
        /// Nothing, until more bytes come.
        case needMore
        /// The client waits for `100 Continue` before it sends the body.
        case sendContinue
        /// A whole request: its head, the head's bytes, its body.
        case request(HTTPRequestHead, ByteBuffer, ByteBuffer)
        /// The head of a request whose body is passed on as it comes: `part`s follow, then `end`.
        case begin(HTTPRequestHead, ByteBuffer)
        /// The head of a request whose body is too large to be collected, and what has come of it: `part`s follow,
        /// then `end`.
        case large(HTTPRequestHead, ByteBuffer, ByteBuffer)
        case part(ByteBuffer)
        case end
        /// Refuse with this status and close.
        case refuse(HeadError)
    }

    /// What becomes of a body.
    package enum Handling: Sendable {
        /// It is passed on as it comes.
        case streamed
        /// It is collected, up to so many bytes; a larger one is handed out in parts.
        case collected(upTo: Int)
    }

    private enum State: Sendable {
        case head
        /// Collected: what has come, and up to how much.
        case body(HTTPRequestHead, ByteBuffer, BodyReader, ByteBuffer, limit: Int, continued: Bool)
        /// Handed out in parts: the reader, and how much has come.
        case streaming(BodyReader, Int, continued: Bool)
        /// A request is being answered.
        case waiting
        case failed
    }

    private var state = State.head
    private var buffer = ByteBuffer()
    private var scanned = 0
    private let limits: HeadLimits
    private let bodyLimit: Int

    /// A reader at the beginning of a connection.
    package init(limits: HeadLimits, bodyLimit: Int) {
        self.limits = limits
        self.bodyLimit = bodyLimit
    }

    /// The head of the request that is being read, or was refused for its body, and its bytes; nil before it is whole.
    package private(set) var subject: (head: HTTPRequestHead, bytes: ByteBuffer)?

    /// Bytes that have come and are not used yet.
    package var buffered: Int { buffer.readableBytes }

    /// Whether a request has begun to arrive and is not whole.
    package var isReading: Bool {
        switch state {
        case .head: buffer.readableBytes > 0
        case .body, .streaming: true
        case .waiting, .failed: false
        }
    }

    /// Whether a body is being read, rather than a head.
    package var isReadingBody: Bool {
        switch state {
        case .body, .streaming: true
        case .head, .waiting, .failed: false
        }
    }

    /// Whether nothing is under way.
    package var isIdle: Bool {
        if case .head = state { return buffer.readableBytes == 0 }
        return false
    }

    /// Adds what has come off the connection.
    package mutating func receive(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 { buffer = bytes } else { buffer.writeImmutableBuffer(bytes) }
    }

    /// The last request has been answered: the next may be read.
    package mutating func next() {
        guard case .waiting = state else { return }
        state = .head
        scanned = 0
        subject = nil
    }

    /// Goes on as far as the bytes allow; call again until it says `needMore`.
    ///
    /// - Parameter handling: what becomes of the body of a request that has one.
    package mutating func step(
        handling: (HTTPRequestHead, ByteBuffer) -> Handling = { _, _ in .collected(upTo: .max) }
    ) -> Step {
        switch state {
        case .waiting, .failed: return .needMore
        case .head: return readHead(handling)
        case .body: return readBody()
        case .streaming(let reader, let count, let continued):
            return readStreamed(reader, count: count, continued: continued)
        }
    }

    private mutating func readHead(_ handling: (HTTPRequestHead, ByteBuffer) -> Handling) -> Step {
        guard buffer.readableBytes > 0 else { return .needMore }
        do throws(HeadError) {
            guard let head = try parseHead() else { return .needMore }
            guard let bytes = buffer.readSlice(length: head.byteCount) else { return .needMore }
            buffer.releaseIfEmpty()
            subject = (head, bytes)
            if case .length(let length) = head.framing, length > bodyLimit { throw tooLarge }
            if case .none = head.framing {
                state = .waiting
                return .request(head, bytes, ByteBuffer())
            }
            let reader = BodyReader(head.framing)
            let continued = !head.expectsContinue
            switch handling(head, bytes) {
            case .streamed:
                state = .streaming(reader, 0, continued: continued)
                return .begin(head, bytes)
            case .collected(let limit):
                if case .length(let length) = head.framing, length > limit {
                    state = .streaming(reader, 0, continued: continued)
                    return .large(head, bytes, ByteBuffer())
                }
                state = .body(head, bytes, reader, ByteBuffer(), limit: limit, continued: continued)
                return readBody()
            }
        } catch {
            return fail(error)
        }
    }

    private mutating func parseHead() throws(HeadError) -> HTTPRequestHead? {
        var failure: HeadError?
        let head = buffer.withUnsafeReadableBytes { bytes -> HTTPRequestHead? in
            do throws(HeadError) {
                return try HTTPRequestHead.parse(bytes, limits: limits, scanned: &scanned)
            } catch {
                failure = error
                return nil
            }
        }
        if let failure { throw failure }
        return head
    }

    private mutating func readBody() -> Step {
        guard case .body(let head, let bytes, var reader, var body, let limit, let continued) = state else {
            return .needMore
        }
        // The state gives up its references meanwhile, so that the body grows in place.
        state = .failed
        do throws(HeadError) {
            if let part = try reader.read(from: &buffer) {
                buffer.releaseIfEmpty()
                guard body.readableBytes + part.readableBytes <= bodyLimit else { throw tooLarge }
                if body.readableBytes == 0 {
                    body = part
                    if case .length(let length) = head.framing, length > part.readableBytes {
                        body.reserveCapacity(length)
                    }
                } else {
                    body.writeImmutableBuffer(part)
                }
            }
        } catch {
            return fail(error)
        }
        if reader.isComplete, body.readableBytes <= limit {
            state = .waiting
            return .request(head, bytes, body)
        }
        if body.readableBytes > limit {
            state = .streaming(reader, body.readableBytes, continued: true)
            return .large(head, bytes, body)
        }
        state = .body(head, bytes, reader, body, limit: limit, continued: true)
        return continued ? .needMore : .sendContinue
    }

    private mutating func readStreamed(_ from: BodyReader, count: Int, continued: Bool) -> Step {
        var reader = from
        do throws(HeadError) {
            let part = try reader.read(from: &buffer)
            buffer.releaseIfEmpty()
            let count = count + (part?.readableBytes ?? 0)
            guard count <= bodyLimit else { throw tooLarge }
            if part == nil, reader.isComplete {
                state = .waiting
                return .end
            }
            state = .streaming(reader, count, continued: true)
            if let part { return .part(part) }
            return continued ? .needMore : .sendContinue
        } catch {
            return fail(error)
        }
    }

    private var tooLarge: HeadError {
        HeadError(
            status: 413,
            reason: "The request body is larger than the limit of \(bodyLimit) bytes (limits.request_body).")
    }

    private mutating func fail(_ error: HeadError) -> Step {
        state = .failed
        buffer = ByteBuffer()
        return .refuse(error)
    }
}
