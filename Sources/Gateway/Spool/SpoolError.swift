import Glibc

/// Why a large body could not be put into a file, or read from it.
package struct SpoolError: Error {
    /// The system's error number; 0 where the file ended too early.
    package var code: CInt

    /// Whether there is no room left for it.
    package var isFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// The system's words for it.
    package var reason: String { code == 0 ? "its file ends too early" : String(cString: strerror(code)) }
}
