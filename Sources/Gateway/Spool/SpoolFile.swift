import Glibc
package import NIOCore

/// A file without a name that holds a large body while its call runs; its room is free again when this object goes.
///
/// The kernel frees it too when the process dies, however it dies. Written and read through the page cache, on the
/// event loop, as nginx does it with `client_body_temp_path`.
package final class SpoolFile {
    private let descriptor: CInt
    /// Bytes in it.
    package private(set) var count = 0
    /// At how many bytes the disk's room is looked at next.
    private var nextCheck = 0

    /// What is left to the ledger, which lies on the same disk; bytes.
    private static let reserve = UInt64(64 << 20)
    /// How often the disk's room is looked at; bytes.
    private static let checkInterval = 1 << 20

    /// A new file in `directory`, which nobody else can read.
    package init(directory: String) throws(SpoolError) {
        var path = Array("\(directory)/body-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw SpoolError(code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = unlink(path)
    }

    deinit { _ = close(descriptor) }

    /// Puts bytes behind those that are there.
    package func append(_ bytes: UnsafeRawBufferPointer) throws(SpoolError) {
        try checkRoom()
        var left = bytes
        while let start = left.baseAddress, !left.isEmpty {
            let written = pwrite(descriptor, start, left.count, off_t(count))
            guard written > 0 else {
                if written < 0, errno == EINTR { continue }
                throw SpoolError(code: written < 0 ? errno : ENOSPC)
            }
            count += written
            left = UnsafeRawBufferPointer(rebasing: left[written...])
        }
    }

    /// The `length` bytes at `offset`.
    package func read(at offset: Int, length: Int) throws(SpoolError) -> ByteBuffer {
        var failure: SpoolError?
        var buffer = ByteBufferAllocator().buffer(capacity: length)
        while buffer.readableBytes < length, failure == nil {
            let done = buffer.readableBytes
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: length - done) { room in
                let got = pread(descriptor, room.baseAddress, length - done, off_t(offset + done))
                if got == 0 { failure = SpoolError(code: 0) }
                if got < 0, errno != EINTR { failure = SpoolError(code: errno) }
                return max(0, got)
            }
        }
        if let failure { throw failure }
        return buffer
    }

    private func checkRoom() throws(SpoolError) {
        guard count >= nextCheck else { return }
        nextCheck = count + Self.checkInterval
        var status = statvfs()
        guard fstatvfs(descriptor, &status) == 0 else { return }
        guard UInt64(status.f_bavail) * UInt64(status.f_frsize) > Self.reserve else { throw SpoolError(code: ENOSPC) }
    }
}
