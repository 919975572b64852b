import Glibc
import Ledger

/// A file of the data directory, by its descriptor; closed with the object.
final class DataFile: Sendable {
    let path: String
    let descriptor: Int32

    /// Opens `path`, readable by its owner only when it is made here.
    init(_ path: String, flags: Int32) throws(LedgerError) {
        self.path = path
        descriptor = open(path, flags | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LedgerError(errno: errno, doing: "open \(path)", path: path) }
    }

    deinit { close(descriptor) }

    /// Bytes in the file.
    var size: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Whether there is nothing but zeros.
    var isBlank: Bool {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 8) { buffer in
            var offset = 0
            while case let count = read(buffer, at: offset), count > 0 {
                guard buffer[..<count].allSatisfy({ $0 == 0 }) else { return false }
                offset += count
            }
            return true
        }
    }

    /// Makes sure that the first `bytes` have their place on the disk.
    func allocate(_ bytes: Int) throws(LedgerError) {
        let code = posix_fallocate(descriptor, 0, off_t(bytes))
        guard code == 0 else {
            throw LedgerError(errno: code, doing: "allocate \(bytes) bytes for \(path)", path: path)
        }
    }

    /// Waits until the file, and its name in its directory, are on the disk.
    func synchronize() throws(LedgerError) {
        guard fsync(descriptor) == 0 else { throw LedgerError(errno: errno, doing: "write \(path)", path: path) }
        let end = path.lastIndex(of: "/") ?? path.startIndex
        let directory = try DataFile(String(path[..<end]), flags: O_RDONLY | O_DIRECTORY)
        guard fsync(directory.descriptor) == 0 else {
            throw LedgerError(errno: errno, doing: "write \(directory.path)", path: path)
        }
    }

    /// Maps the first `bytes`, shared with the file.
    func map(_ bytes: Int) throws(LedgerError) -> UnsafeMutableRawPointer {
        let address = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let address, address != MAP_FAILED else {
            throw LedgerError(errno: errno, doing: "map \(path)", path: path)
        }
        return address
    }

    /// Writes all of `bytes` at `offset`; false when the system refuses.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count > 0 { done += count } else if count < 0, errno == EINTR { continue } else { return false }
        }
        return true
    }

    /// Fills as much of `buffer` as there is at `offset`, and returns how much.
    func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count > 0 { done += count } else if count < 0, errno == EINTR { continue } else { break }
        }
        return done
    }
}
