/// Checks the fields behind the last chunk, byte by byte, and keeps none of them.
struct TrailerReader: Sendable {
    private enum State: Sendable {
        case lineStart
        case name
        case value
        case lineFeed
        case lastLineFeed
    }

    private var state = State.lineStart
    private var count = 0

    /// Takes the next byte; true when it ends the trailers.
    mutating func take(_ byte: UInt8) throws(HeadError) -> Bool {
        count += 1
        guard count <= 8_192 else { throw HeadError(status: 431, reason: "The trailers are too large.") }
        switch state {
        case .lineStart:
            if byte == ASCII.carriageReturn {
                state = .lastLineFeed
            } else {
                guard ASCII.isToken(byte) else { throw .badRequest("The name of a trailer is not valid.") }
                state = .name
            }
        case .name:
            if byte == ASCII.colon {
                state = .value
            } else if !ASCII.isToken(byte) {
                throw .badRequest("The name of a trailer is not valid.")
            }
        case .value:
            if byte == ASCII.carriageReturn {
                state = .lineFeed
            } else if !ASCII.isText(byte) {
                throw .badRequest("The value of a trailer holds a control character.")
            }
        case .lineFeed, .lastLineFeed:
            guard byte == ASCII.lineFeed else { throw .badRequest("A trailer holds a bare carriage return.") }
            if state == .lastLineFeed { return true }
            state = .lineStart
        }
        return false
    }
}
