import FoundationEssentials
package import SentryProtocol

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps envelopes as files of one directory, so that they survive the process.
///
/// A file's name says when it came, what it counts as and how many spans it has:
/// `{microseconds}-{number}-{category}-{spans}.envelope`. It is written beside and renamed, so that a half-written one is
/// never sent. One process at a time: another one that finds the directory locked keeps its envelopes in memory.
package struct DiskSpool: EnvelopeStore {
    private let directory: String
    private let limits: SentrySpoolLimits
    private let lock: DirectoryLock
    private var kept: [StoredEnvelope] = []
    private var size = 0
    private var next = 0

    /// The spool of `directory`, made where it is not there; what a process before has left is in it.
    ///
    /// Throws where the directory cannot be made or is used by another process.
    package init(directory: String, limits: SentrySpoolLimits) throws {
        let directory = directory + "/spool"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        self.directory = directory
        self.limits = limits
        lock = try DirectoryLock(directory)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() {
            guard let entry = Self.entry(name, in: directory) else {
                // What was being written when a process died.
                if name.hasSuffix(".part") { unlink(directory + "/" + name) }
                continue
            }
            kept.append(entry)
            size += entry.size
        }
    }

    package let isDurable = true
    package var count: Int { kept.count }

    package mutating func add(_ envelope: PreparedEnvelope, at time: SentryTimestamp) -> (
        stored: StoredEnvelope?, evicted: [StoredEnvelope]
    ) {
        guard envelope.bytes.count <= limits.bytes else { return (nil, []) }
        next += 1
        let stamp = Self.digits(Int(clamping: max(0, time.microseconds)), 16)
        let name =
            "\(stamp)-\(getpid())x\(Self.digits(next, 6))-\(envelope.category.rawValue)-\(envelope.spanCount).envelope"
        let entry = StoredEnvelope(
            name: name, category: envelope.category, spanCount: envelope.spanCount, size: envelope.bytes.count)
        guard WholeFile.write(envelope.bytes, to: directory + "/" + name) else { return (nil, []) }
        kept.append(entry)
        size += entry.size
        var evicted: [StoredEnvelope] = []
        while kept.count > limits.envelopes || size > limits.bytes, let oldest = kept.first {
            remove(oldest)
            evicted.append(oldest)
        }
        return (entry, evicted)
    }

    package func first(where condition: (StoredEnvelope) -> Bool) -> StoredEnvelope? { kept.first(where: condition) }

    package func bytes(of envelope: StoredEnvelope) -> [UInt8]? {
        (try? Data(contentsOf: URL(filePath: directory + "/" + envelope.name))).map { Array($0) }
    }

    package mutating func remove(_ envelope: StoredEnvelope) {
        guard let index = kept.firstIndex(of: envelope) else { return }
        size -= kept.remove(at: index).size
        unlink(directory + "/" + envelope.name)
    }

    private static func entry(_ name: String, in directory: String) -> StoredEnvelope? {
        guard name.hasSuffix(".envelope") else { return nil }
        let parts = name.dropLast(9).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 4, let category = SentryDataCategory(rawValue: String(parts[2])),
            let spans = Int(parts[3]), spans >= 0
        else { return nil }
        var status = stat()
        guard stat(directory + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return StoredEnvelope(name: name, category: category, spanCount: spans, size: Int(status.st_size))
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

/// A lock on a directory, of this process until it ends or lets go.
private final class DirectoryLock: Sendable {
    private let descriptor: Int32

    init(_ directory: String) throws {
        descriptor = open(directory + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SpoolError(description: "its lock cannot be opened (errno \(errno))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw SpoolError(description: "another process uses it")
        }
    }

    deinit { close(descriptor) }
}

/// Why a directory cannot be used.
struct SpoolError: Error, CustomStringConvertible {
    var description: String
}
