import Foundation
public import Ledger

/// `backup.json`: what a backup holds, and the checksums by which a restore knows that it still does.
public struct BackupManifest: Sendable, Hashable, Codable {
    static let fileName = "backup.json"
    /// Of the layout of a backup.
    static let currentFormat = 1

    /// A file of the backup.
    public struct File: Sendable, Hashable, Codable {
        public var name: String
        public var bytes: Int
        /// 16 hexadecimal digits.
        public var seal: String
    }

    /// The layout's version.
    public var format: Int
    /// The version of the program that made it.
    public var program: String
    /// Microseconds since 1970 at which it began: calls that began before are in it.
    public var begunAt: Int64
    /// Rows in the ledger.
    public var rows: Int
    /// Calls that were open; a start on the backup books them as interrupted, unless their rows are there.
    public var openCalls: Int
    /// Rows that were waiting in the emergency journal.
    public var journalRows: Int
    /// The sum of all costs since ever, in nano-dollars.
    public var cost: Int64
    /// All requests since ever, those included whose rows were removed by age.
    public var requests: Int64
    public var files: [File]

    private enum CodingKeys: String, CodingKey {
        case format, program, rows, requests, files
        case begunAt = "begun_at_us"
        case openCalls = "open_calls"
        case journalRows = "journal_rows"
        case cost = "cost_nano_usd"
    }

    /// Reads the manifest of the backup `directory`.
    public init(of directory: String) throws(LedgerError) {
        let path = "\(directory)/\(Self.fileName)"
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LedgerError(.failed, "\(directory) is no backup: there is no \(Self.fileName) in it.")
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch {
            throw LedgerError(.damaged, "\(path) cannot be read: \(error). Use another backup.")
        }
        guard format == Self.currentFormat else {
            throw LedgerError(
                .tooNew, "\(directory) was made by a newer version of tollgate (\(program)); restore it with that one.")
        }
        // A name that leads elsewhere could overwrite anything.
        guard files.allSatisfy({ !$0.name.isEmpty && !$0.name.contains("/") && !$0.name.hasPrefix(".") }) else {
            throw LedgerError(.damaged, "\(path) names files outside the backup. Use another backup.")
        }
    }

    init(program: String, begunAt: Int64) {
        format = Self.currentFormat
        self.program = program
        self.begunAt = begunAt
        (rows, openCalls, journalRows, cost, requests, files) = (0, 0, 0, 0, 0, [])
    }

    /// Writes it into `directory`, and waits for the disk.
    func write(to directory: String) throws(LedgerError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data: Data
        do {
            data = try encoder.encode(self)
        } catch {
            throw LedgerError(.failed, "The backup's list of files cannot be written: \(error).")
        }
        let path = "\(directory)/\(Self.fileName)"
        let file = try DataFile(path, flags: O_WRONLY | O_CREAT | O_TRUNC)
        guard data.withUnsafeBytes({ file.write($0, at: 0) }) else {
            throw LedgerError(errno: errno, doing: "write \(path)", path: path)
        }
        try file.synchronize()
    }
}
