import Foundation

/// Whether the data directory is a place for a ledger: writable, on a local disk, with room.
struct DiskCheck {
    let directory: String
    /// Whether every commit waits for the disk.
    let waitsForDisk: Bool
    private static let check = "disk"

    func run() -> [Finding] {
        let existing = Self.existing(directory)
        var findings: [Finding] = []
        if let target = Self.missingTarget(directory) {
            return [
                .failure(
                    Self.check, directory, "is a link to \(target), which is not there.",
                    fix: "Make that directory, or set TOLLGATE_DATA_DIR.")
            ]
        }
        if existing == directory {
            findings += mode()
            guard findings.allSatisfy({ $0.state != .failure }) else { return findings }
        } else {
            findings.append(.ok(Self.check, directory, "is not there yet and will be made."))
        }
        let written = write(in: existing)
        findings.append(written)
        guard written.state != .failure else { return findings }
        findings.append(space(of: existing))
        findings += fileSystem(of: existing)
        return findings
    }

    /// The directory, or the nearest of those it lies in that exists.
    private static func existing(_ path: String) -> String {
        var url = URL(fileURLWithPath: path).standardizedFileURL
        while !FileManager.default.fileExists(atPath: url.path), url.path != "/" { url.deleteLastPathComponent() }
        return url.path == URL(fileURLWithPath: path).standardizedFileURL.path ? path : url.path
    }

    /// What a symbolic link names that leads nowhere.
    private static func missingTarget(_ path: String) -> String? {
        guard !FileManager.default.fileExists(atPath: path) else { return nil }
        return try? FileManager.default.destinationOfSymbolicLink(atPath: path)
    }

    private func mode() -> [Finding] {
        var status = stat()
        guard stat(directory, &status) == 0 else { return [] }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return [
                .failure(Self.check, directory, "is no directory.", fix: "Name another one: TOLLGATE_DATA_DIR.")
            ]
        }
        guard status.st_mode & 0o007 == 0 else {
            return [
                .warning(
                    Self.check, directory, "others may enter it, where who calls what is written down.",
                    fix: "chmod 700 \(directory)")
            ]
        }
        return []
    }

    private func write(in place: String) -> Finding {
        let path = "\(place)/.tollgate-doctor-\(getpid())"
        let handle = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard handle >= 0 else { return refused("make a file", place) }
        defer {
            close(handle)
            unlink(path)
        }
        let block = [UInt8](repeating: 0x5A, count: 4096)
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<9 {
            let start = clock.now
            guard block.withUnsafeBytes({ Foundation.write(handle, $0.baseAddress, $0.count) }) == block.count else {
                return refused("write", place)
            }
            guard fsync(handle) == 0 else { return refused("flush", place) }
            times.append(clock.now - start)
        }
        let median = times.sorted()[times.count / 2]
        let milliseconds = Double(median.components.attoseconds) / 1e15 + Double(median.components.seconds) * 1000
        let text = String(format: "%.1f ms", milliseconds)
        guard milliseconds < 50 || !waitsForDisk else {
            return .warning(
                Self.check, directory, "a flush takes \(text), and ledger.synchronous: full waits for one a batch.",
                fix: "Use a faster disk, or ledger.synchronous: normal.")
        }
        return .ok(Self.check, directory, "can be written; a flush takes \(text).")
    }

    private func refused(_ what: String, _ place: String) -> Finding {
        let code = errno
        let reason = String(cString: strerror(code))
        let fix =
            switch code {
            case ENOSPC, EDQUOT: "Free some space or files there (df -h, df -i), or set TOLLGATE_DATA_DIR."
            case EROFS:
                "Mount it so that it can be written (in a unit: ReadWritePaths=; in a container: a volume), or set "
                    + "TOLLGATE_DATA_DIR."
            case ENOTDIR: "A file is where a directory should be: set TOLLGATE_DATA_DIR."
            default: "Give user \(getuid()) write access there (chown), or set TOLLGATE_DATA_DIR."
            }
        return .failure(Self.check, directory, "cannot \(what) in \(place): \(reason).", fix: fix)
    }

    private func space(of place: String) -> Finding {
        var figures = statvfs()
        guard statvfs(place, &figures) == 0 else { return refused("ask for the free space", place) }
        let free = UInt64(figures.f_bavail) * UInt64(figures.f_frsize)
        let text = "\(free >> 20) MiB are free"
        let fix = "Free some space or use a larger disk; a million calls take about 300 MiB."
        if figures.f_files > 0, figures.f_favail < 100 {
            return .failure(Self.check, directory, "no more files can be made (inodes).", fix: fix)
        }
        switch free {
        case ..<(256 << 20): return .failure(Self.check, directory, "only \(text).", fix: fix)
        case ..<(2048 << 20): return .warning(Self.check, directory, "only \(text).", fix: fix)
        default: return .ok(Self.check, directory, "\(text).")
        }
    }

    private func fileSystem(of place: String) -> [Finding] {
        switch Self.fileSystemType(of: place) {
        case "nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "fuse.sshfs", "fuse.s3fs", "fuse.glusterfs", "afs":
            [
                .failure(
                    Self.check, directory, "lies on a network file system, where SQLite's locks fail.",
                    fix: "Set TOLLGATE_DATA_DIR to a local disk, and copy it away with 'tollgate backup'.")
            ]
        case "tmpfs", "ramfs":
            [
                .warning(
                    Self.check, directory, "lies in memory (tmpfs): the ledger is lost at the next boot.",
                    fix: "Set TOLLGATE_DATA_DIR to a disk.")
            ]
        case "overlay":
            [
                .warning(
                    Self.check, directory, "lies in a container's own layer: the ledger is lost with the container.",
                    fix: "Mount a volume there (docker run -v tollgate-data:/var/lib/tollgate).")
            ]
        default: []
        }
    }

    /// What the kernel calls the file system that holds `path` (proc(5), /proc/self/mountinfo); nil where it does not
    /// tell.
    private static func fileSystemType(of path: String) -> String? {
        guard let text = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return nil }
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        var found: (length: Int, type: String)?
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { continue }
            let point = String(fields[4])
            guard real == point || point == "/" || real.hasPrefix(point + "/") else { continue }
            // Of mounts one above the other the last counts.
            if point.utf8.count >= found?.length ?? 0 { found = (point.utf8.count, String(fields[dash + 1])) }
        }
        return found?.type
    }
}
