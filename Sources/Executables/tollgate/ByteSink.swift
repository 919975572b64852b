import ArgumentParser
import Foundation

/// Standard output, written in large parts.
struct ByteSink {
    /// How much is worth a write.
    static let batch = 64 * 1024

    /// What is to be written.
    var bytes: [UInt8] = []

    /// Writes what there is, if it is at least so many bytes.
    ///
    /// - Throws: an exit code of 74 (EX_IOERR) where that fails, once the reason is told. A reader that has gone is no
    ///   failure worth a word: the process ends as other filters do.
    mutating func flush(above least: Int = 0) throws {
        guard bytes.count >= least else { return }
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count >= 0 {
                start += count
            } else if errno != EINTR {
                if errno != EPIPE {
                    StandardError.print("tollgate: standard output: \(String(cString: strerror(errno)))")
                }
                throw ExitCode(74)
            }
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
