import NIOCore

/// A request's body, whole.
enum RequestBody {
    case memory(ByteBuffer)
    case file(SpooledBody)

    /// Bytes, as they came.
    var count: Int {
        switch self {
        case .memory(let bytes): bytes.readableBytes
        case .file(let body): body.count
        }
    }

    /// All of it, in memory: for a moment, and only for what has to see every byte.
    func whole() throws(SpoolError) -> ByteBuffer {
        switch self {
        case .memory(let bytes): bytes
        case .file(let body): try body.read(at: 0, length: body.count)
        }
    }
}
