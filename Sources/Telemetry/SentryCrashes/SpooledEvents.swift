import Foundation

/// The events that a client of an earlier run has left on disk.
enum SpooledEvents {
    /// Their ids, read from the envelopes' first lines.
    static func ids(_ directory: String) -> Set<String> {
        let folder = directory + "/spool"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Set(names.filter { $0.hasSuffix(".envelope") }.compactMap { id(folder + "/" + $0) })
    }

    private static func id(_ path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let start = try? file.read(upToCount: 4_096) else { return nil }
        let line = String(decoding: start.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard let key = line.range(of: "\"event_id\":\"") else { return nil }
        return String(line[key.upperBound...].prefix(32))
    }
}
