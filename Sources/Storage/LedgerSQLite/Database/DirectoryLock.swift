import Glibc
import Ledger

/// The exclusive use of a data directory, as long as the object lives: a lock on `tollgate.lock`.
///
/// The kernel lets go of it when the process dies, however it dies; the process id inside is for people.
final class DirectoryLock: Sendable {
    private let file: DataFile

    /// Locks `directory`, which exists.
    init(_ directory: String) throws(LedgerError) {
        let file = try DataFile("\(directory)/tollgate.lock", flags: O_RDWR | O_CREAT)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else {
                throw LedgerError(errno: errno, doing: "lock \(file.path)", path: file.path)
            }
            let holder = Self.holder(file).map { "process \($0)" } ?? "another process"
            throw LedgerError(
                .locked,
                "The data directory \(directory) is in use by \(holder); stop it, or choose another directory "
                    + "(TOLLGATE_DATA_DIR).")
        }
        self.file = file
        var text = "\(getpid())\n"
        let written = text.withUTF8 { file.write(UnsafeRawBufferPointer($0), at: 0) }
        guard written, ftruncate(file.descriptor, off_t(text.utf8.count)) == 0 else {
            throw LedgerError(errno: errno, doing: "write \(file.path)", path: file.path)
        }
    }

    /// The process that wrote its id into the file.
    private static func holder(_ file: DataFile) -> Int32? {
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) { buffer in
            let count = file.read(buffer, at: 0)
            let digits = String(decoding: buffer[..<count], as: UTF8.self).prefix { $0.isNumber }
            return Int32(digits)
        }
    }
}
