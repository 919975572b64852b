import Foundation

/// Whether the ledger in the data directory is one, and who has it; a look at its first page, not at every row.
struct LedgerCheck {
    let directory: String
    /// Whether the gateway of this configuration answers.
    let gatewayRuns: Bool
    private static let check = "ledger"

    /// None where there is no ledger yet.
    func run() -> [Finding] {
        let path = "\(directory)/ledger.sqlite"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        if FileManager.default.fileExists(atPath: "\(directory)/restore-in-progress") {
            return [
                .failure(
                    Self.check, directory, "a restore was cut off; the gateway does not start.",
                    fix: "Run 'tollgate restore' again; it needs no --replace.")
            ]
        }
        if let problem = Self.problem(path) { return [problem] }
        guard let holder = Self.holder(of: "\(directory)/tollgate.lock") else {
            return [.ok(Self.check, directory, "is there; no gateway has it open.")]
        }
        guard gatewayRuns else {
            return [
                .failure(
                    Self.check, directory, "is in use by \(holder), which does not listen on these ports.",
                    fix: "Stop that process, run this with its options, or set another TOLLGATE_DATA_DIR.")
            ]
        }
        return [.ok(Self.check, directory, "is open in the running gateway (\(holder)).")]
    }

    /// What is wrong with the file, by its first page (sqlite.org, "Database File Format", 1.3).
    private static func problem(_ path: String) -> Finding? {
        guard let file = FileHandle(forReadingAtPath: path) else {
            let reason = String(cString: strerror(errno))
            return .failure(
                check, path, "cannot be read: \(reason).",
                fix: "Run this as the gateway's user, or give it the file: chown \(getuid()) \(path)")
        }
        defer { try? file.close() }
        let size = (try? file.seekToEnd()) ?? 0
        // A gateway makes its file first and fills it then.
        guard size > 0 else { return nil }
        try? file.seek(toOffset: 0)
        let head = (try? file.read(upToCount: 108)) ?? Data()
        func number(_ offset: Int, _ count: Int) -> UInt64 {
            head[offset..<offset + count].reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard head.count == 108, head.starts(with: Array("SQLite format 3\0".utf8)) else {
            return damaged(path, "it does not begin as an SQLite database does")
        }
        let pageSize = number(16, 2) == 1 ? 65536 : number(16, 2)
        // Of a table: the first page is the root of the list of tables.
        guard head[100] == 0x0D || head[100] == 0x05 else { return damaged(path, "its list of tables is overwritten") }
        // The log beside it may have pages that the file has not yet; without a log all are there.
        var log = stat()
        let hasLog = stat(path + "-wal", &log) == 0 && log.st_size > 0
        guard size >= pageSize, hasLog || size >= number(28, 4) * pageSize else {
            return damaged(path, "its end is missing")
        }
        return nil
    }

    private static func damaged(_ path: String, _ what: String) -> Finding {
        .failure(
            check, path, "is damaged: \(what).",
            fix: "Stop the gateway, keep a copy of the directory, and restore a backup (tollgate restore --replace).")
    }

    /// Who has locked `path`, as the kernel tells it; asking for the lock could keep a gateway from its start.
    private static func holder(of path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else {
            return nil
        }
        let device = (
            major: Self.hexadecimal((status.st_dev >> 8) & 0xFFF), minor: Self.hexadecimal(status.st_dev & 0xFF)
        )
        for line in locks.split(separator: "\n") where line.contains(" FLOCK ") && !line.contains("->") {
            // "1: FLOCK  ADVISORY  WRITE 123 08:01:456 0 EOF"
            let fields = line.split(separator: " ")
            guard fields.count > 5 else { continue }
            let place = fields[5].split(separator: ":")
            guard place.count == 3, UInt64(place[2]) == UInt64(status.st_ino) else { continue }
            // Some file systems tell another device there than here; then the process itself says whether it has the file.
            guard place[0] == device.major && place[1] == device.minor || Self.hasOpen(path, process: fields[4]) else {
                continue
            }
            // Of another PID namespace it is 0.
            return fields[4] == "0" ? "a process of another container" : "process \(fields[4])"
        }
        return nil
    }

    /// Two digits at least, as /proc/locks has them.
    private static func hexadecimal(_ number: dev_t) -> String {
        let text = String(number, radix: 16)
        return text.utf8.count < 2 ? "0\(text)" : text
    }

    private static func hasOpen(_ path: String, process: Substring) -> Bool {
        let files = "/proc/\(process)/fd"
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? []
        return names.contains { (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(files)/\($0)")) == real }
    }
}
