/// Why a compressed body cannot be read on; the decoder is of no more use.
public enum ContentDecodingError: Error, Sendable, Hashable {
    /// The bytes are not what the coding says.
    case malformed
    /// It grows beyond the limits: a bomb, or more than is worth scanning.
    case tooLarge
    /// The body ended before the compressed data did.
    case truncated
    /// No memory for the decoder's state.
    case outOfMemory
}
