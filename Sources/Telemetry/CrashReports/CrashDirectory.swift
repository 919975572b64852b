import Foundation
public import StackTraces

/// The folder that crashes are written to, and taken from, each once.
///
/// A report is claimed by renaming its file, handed out, and removed by `remove` when it is safe somewhere else. A claim
/// whose process died before that is handed out again, under the same `id`. One process at a time may use a folder.
///
/// Files: `NAME-PID-….json` by Swift's backtracer; by this library `run-PID.txt` (`RunRecord`), `run-PID.words` (the last
/// words) and `run-PID.NAME.note` (`CrashNote`), and of a claimed crash `….json.claimed`, with `.run` and `.words` behind it. The folder is for its owner only, because reports hold addresses and registers until they
/// are removed.
public struct CrashDirectory: Sendable {
    /// How much is kept and read.
    public struct Limits: Sendable {
        /// Reports claimed at once; of more the newest, and the others are removed.
        public var reports = 16

        /// Bytes read of a report.
        public var reportBytes = 8 << 20

        /// Seconds after which a report is too old to be told.
        public var age = 30 * 86_400

        /// The defaults.
        public init() {}
    }

    /// The folder's path.
    public let path: String

    private let limits: Limits

    /// The folder at a path, which need not exist.
    public init(path: String, limits: Limits = Limits()) {
        self.path = path
        self.limits = limits
    }

    /// Makes the folder.
    public func prepare() throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// Writes down what the next start is to know about this run, and keeps its last words; after `claim`, because a
    /// process may have the id of the one before.
    ///
    /// - Parameters:
    ///   - run: What the next start is to know.
    ///   - keepsLastWords: false leaves C's `stderr` alone.
    ///   - timeLimit: Seconds after which a crash ends, whatever its report has come to; it is then told by what the
    ///     process itself has written of it.
    public func begin(_ run: RunRecord, keepsLastWords: Bool = true, timeLimit: Int32 = 30) throws {
        try prepare()
        let file = path + "/run-\(run.processID).txt"
        try Data(run.text.utf8).write(to: URL(filePath: file), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        if keepsLastWords, let number = LastWords.keep(inFile: path + "/run-\(run.processID).words") {
            throw Self.error(number)
        }
        let note = path + "/run-\(run.processID).\(Self.processName).note"
        let beginning = try CrashNote.beginning(Symbolicator.loadedImages)
        if let number = CrashLimits.set(seconds: timeLimit, file: note, beginning: beginning) {
            throw Self.error(number)
        }
    }

    private static func error(_ number: Int32) -> CocoaError {
        CocoaError(.fileWriteUnknown, userInfo: [NSLocalizedDescriptionKey: String(cString: strerror(number))])
    }

    /// As the backtracer names its files by it.
    private static var processName: String {
        let name = FileManager.default.contents(atPath: "/proc/self/comm") ?? Data("program".utf8)
        return String(decoding: name, as: UTF8.self).filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }

    /// An orderly end: nothing is left to be known about this run.
    public func end(processID: Int32) {
        for ending in ["txt", "words"] { unlink(path + "/run-\(processID).\(ending)") }
        for note in notes() where note.id == processID { unlink(path + "/" + note.name) }
    }

    /// The crashes that are to be told, oldest first; each is claimed before it is read.
    ///
    /// - Parameters:
    ///   - symbolicator: decides which frames are the application's.
    ///   - isRunning: whether the process of an id still writes its report; such a one is left for the next start.
    public func claim(
        symbolicator: Symbolicator = .shared, isRunning: (Int32, String?) -> Bool = CrashDirectory.isAnotherProcess
    ) -> [ClaimedCrash] {
        for note in notes() where !isRunning(note.id, nil) { settle(note) }
        let files = reports().sorted { ($0.modified, $0.name) < ($1.modified, $1.name) }
        let oldest = time(nil) - limits.age
        var told = files.filter { $0.modified >= oldest }.suffix(limits.reports)
        for file in files where !told.contains(file) { unlink(path + "/" + file.name) }
        told.removeAll { file in !file.isClaimed && (file.process.map { isRunning($0.id, $0.name) } ?? false) }
        let claimed = told.compactMap { file -> ClaimedCrash? in
            guard let name = claimedName(of: file) else { return nil }
            return read(file, name, symbolicator)
        }
        removeRuns(but: Set(reports().filter { !$0.isClaimed }.compactMap { $0.process?.id }), isRunning: isRunning)
        return claimed
    }

    /// Removes a crash that is safe somewhere else, and what was known about its run.
    public func remove(_ crash: ClaimedCrash) {
        for ending in ["", ".run", ".words"] { unlink(crash.path + ending) }
    }

    /// Whether a process of that id, and of that name where one is given, lives that is not this one.
    public static func isAnotherProcess(_ id: Int32, _ name: String?) -> Bool {
        guard id != getpid(), id > 0, kill(id, 0) == 0 else { return false }
        guard let name, let running = FileManager.default.contents(atPath: "/proc/\(id)/comm") else { return true }
        // An id that was used again by another program.
        return String(decoding: running, as: UTF8.self).trimmingCharacters(in: .newlines) == name
    }

    // MARK: Files

    private struct File: Hashable {
        var name: String
        var modified: Int

        var isClaimed: Bool { name.hasSuffix(".claimed") }

        /// `tollgate-4711-0.0.json` is of process 4711.
        var process: (id: Int32, name: String)? {
            let parts = name.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count >= 3, let id = Int32(parts[parts.count - 2]) else { return nil }
            return (id, parts.dropLast(2).joined(separator: "-"))
        }
    }

    /// Regular files of the reports' names; anything else is left alone.
    private func reports() -> [File] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.compactMap { name in
            guard name.hasSuffix(".json") || name.hasSuffix(".json.claimed") else { return nil }
            var status = stat()
            guard lstat(path + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return File(name: name, modified: status.st_mtim.tv_sec)
        }
    }

    private struct Note {
        var name: String
        var id: Int32
    }

    private func notes() -> [Note] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix("run-"), name.hasSuffix(".note"),
                let id = Int32(name.dropFirst(4).prefix { $0 != "." })
            else { return nil }
            return Note(name: name, id: id)
        }
    }

    /// Has what a dead process wrote of its crash take the place of a report that is not there, or does not say where.
    private func settle(_ note: Note) {
        let file = path + "/" + note.name
        let written = CrashReport(json: bytes(of: file, at: limits.reportBytes) ?? [])
        guard written?.crashedThread != nil else { return _ = unlink(file) }
        let others = reports().filter { !$0.isClaimed && $0.process?.id == note.id }
        for other in others {
            let report = CrashReport(json: bytes(of: path + "/" + other.name, at: limits.reportBytes) ?? [])
            if report?.crashedThread?.frames.isEmpty == false { return _ = unlink(file) }
        }
        for other in others { unlink(path + "/" + other.name) }
        let name = note.name.split(separator: ".").dropFirst().dropLast().joined(separator: ".")
        move(file, path + "/\(name)-\(note.id)-note.json")
    }

    /// The file's name once it is claimed.
    private func claimedName(of file: File) -> String? {
        guard !file.isClaimed else { return file.name }
        // A process of the same id may have crashed before and be claimed still.
        let names =
            ["\(file.name).claimed"]
            + (1...limits.reports).map { number in
                "\(file.name.dropLast(5)).\(number).json.claimed"
            }
        for name in names where link(path + "/" + file.name, path + "/" + name) == 0 {
            unlink(path + "/" + file.name)
            // They move along: this process may have the same id, and writes its own.
            if let id = file.process?.id {
                move(path + "/run-\(id).txt", path + "/" + name + ".run")
                move(path + "/run-\(id).words", path + "/" + name + ".words")
            }
            return name
        }
        return nil
    }

    private func move(_ from: String, _ to: String) {
        // That it is not there is usual.
        _ = rename(from, to)
    }

    private func read(_ file: File, _ name: String, _ symbolicator: Symbolicator) -> ClaimedCrash? {
        let claimed = path + "/" + name
        guard let bytes = bytes(of: claimed, at: limits.reportBytes) else { return nil }
        var report = CrashReport(json: bytes, symbolicator: symbolicator)
        report?.processID = file.process?.id
        report?.processName = file.process?.name
        // Of a note, the last thing that the process has written.
        if report?.timestamp == nil {
            report?.timestamp = Date(timeIntervalSince1970: Double(file.modified)).formatted(.iso8601)
        }
        let run = self.bytes(of: claimed + ".run", at: 4096).flatMap {
            RunRecord(text: String(decoding: $0, as: UTF8.self))
        }
        let words = (self.bytes(of: claimed + ".words", at: 4096) ?? []).prefix { $0 != 0 }
        report?.message = Self.message(String(decoding: words, as: UTF8.self))
        return ClaimedCrash(report: report, run: run, id: Self.identifier(name, bytes), path: claimed)
    }

    /// The last words, without the line break at their end; nil where there are none.
    private static func message(_ words: String) -> String? {
        let trimmed = words.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    private func bytes(of path: String, at most: Int) -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let data = try? file.read(upToCount: most) else { return [] }
        return Array(data)
    }

    /// What was known about runs that neither crashed nor live, and about crashes that are gone.
    private func removeRuns(but kept: Set<Int32>, isRunning: (Int32, String?) -> Bool) {
        let names = Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
        for name in names {
            if let ending = [".claimed.run", ".claimed.words"].first(where: { name.hasSuffix($0) }) {
                guard !names.contains(name.dropLast(ending.count) + ".claimed") else { continue }
            } else {
                guard name.hasPrefix("run-"), let id = Int32(name.dropFirst(4).prefix { $0 != "." }),
                    !kept.contains(id), !isRunning(id, nil)
                else { continue }
            }
            unlink(path + "/" + name)
        }
    }

    /// FNV-1a of name and bytes, twice with different beginnings: not against forgers, but the same for the same crash.
    private static func identifier(_ name: String, _ bytes: [UInt8]) -> String {
        let halves = [0xCBF2_9CE4_8422_2325, 0x9AE1_6A3B_2F90_404F as UInt64].map { start in
            (Array(name.utf8) + bytes).reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        }
        return halves.map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
