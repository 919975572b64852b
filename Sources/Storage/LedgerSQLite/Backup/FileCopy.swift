import Glibc
import Ledger

/// Copies of files that somebody else may be writing, and their checksums.
enum FileCopy {
    private static let chunk = 1 << 20

    /// Copies `source` to the new file `destination`, byte by byte in ascending order, and waits for the disk.
    ///
    /// Returns the copy's checksum. `told` hears of each MiB.
    @discardableResult
    static func copy(
        _ source: String, to destination: String, told: (Int) throws(LedgerError) -> Void = { _ throws(LedgerError) in }
    ) throws(LedgerError) -> FileSeal {
        let input = try DataFile(source, flags: O_RDONLY)
        let output = try DataFile(destination, flags: O_WRONLY | O_CREAT | O_EXCL)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 16)
        defer { buffer.deallocate() }
        var seal = FileSeal()
        while case let count = input.read(buffer, at: seal.bytes), count > 0 {
            let part = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            guard output.write(part, at: seal.bytes) else {
                throw LedgerError(errno: errno, doing: "write \(destination)", path: destination)
            }
            seal.add(part)
            try told(count)
        }
        try output.synchronize()
        return seal
    }

    /// The checksum of the file at `path`; `told` hears of each MiB.
    static func seal(
        _ path: String, told: (Int) throws(LedgerError) -> Void = { _ throws(LedgerError) in }
    ) throws(LedgerError) -> FileSeal {
        let file = try DataFile(path, flags: O_RDONLY)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: chunk, alignment: 16)
        defer { buffer.deallocate() }
        var seal = FileSeal()
        while case let count = file.read(buffer, at: seal.bytes), count > 0 {
            seal.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            try told(count)
        }
        return seal
    }
}

/// Length and checksum of a file: finds bytes that were lost or changed, not malice.
struct FileSeal: Hashable {
    /// How many bytes were added.
    private(set) var bytes = 0
    /// The checksum of all parts' checksums.
    private(set) var value: UInt64 = 0

    /// Adds the file's next part; parts are of one MiB, but the last.
    mutating func add(_ part: UnsafeRawBufferPointer) {
        let both = (value, Seal.of(part))
        value = withUnsafeBytes(of: both) { Seal.of($0) }
        bytes += part.count
    }

    /// The checksum as 16 hexadecimal digits.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
