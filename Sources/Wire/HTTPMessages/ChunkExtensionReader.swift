/// Checks what may follow a chunk's size: `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`.
struct ChunkExtensionReader: Sendable {
    private enum State: Sendable {
        /// Behind the size, a name or a value.
        case between
        case blankBeforeSemicolon
        case beforeName
        case name
        case afterName
        case beforeValue
        case value
        case quoted
        case escaped
    }

    private var state = State.between
    private var count = 0

    /// Whether a CR may come now.
    var mayEnd: Bool { state == .between || state == .name || state == .value }

    mutating func take(_ byte: UInt8) throws(HeadError) {
        count += 1
        guard count <= 256, let next = following(byte) else {
            throw .badRequest("A chunk's extension is not valid.")
        }
        state = next
    }

    private func following(_ byte: UInt8) -> State? {
        let isBlank = byte == ASCII.space || byte == ASCII.tab
        let isSemicolon = byte == UInt8(ascii: ";")
        switch state {
        case .between, .blankBeforeSemicolon:
            return isSemicolon ? .beforeName : isBlank ? .blankBeforeSemicolon : nil
        case .beforeName:
            return isBlank ? .beforeName : ASCII.isToken(byte) ? .name : nil
        case .name, .afterName:
            if byte == UInt8(ascii: "=") { return .beforeValue }
            if isSemicolon { return .beforeName }
            if isBlank { return .afterName }
            return state == .name && ASCII.isToken(byte) ? .name : nil
        case .beforeValue:
            if byte == UInt8(ascii: "\"") { return .quoted }
            return isBlank ? .beforeValue : ASCII.isToken(byte) ? .value : nil
        case .value:
            if ASCII.isToken(byte) { return .value }
            return isSemicolon ? .beforeName : isBlank ? .blankBeforeSemicolon : nil
        case .quoted:
            if byte == UInt8(ascii: "\"") { return .between }
            if byte == UInt8(ascii: "\\") { return .escaped }
            return ASCII.isText(byte) ? .quoted : nil
        case .escaped:
            return ASCII.isText(byte) ? .quoted : nil
        }
    }
}
