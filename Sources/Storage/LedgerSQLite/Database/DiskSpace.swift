import Glibc

/// How much space is left where the data directory is, for messages.
struct DiskSpace: CustomStringConvertible {
    let directory: String

    /// The space of the file system that holds `directory`.
    init(_ directory: String) { self.directory = directory }

    var description: String {
        var figures = statvfs()
        guard statvfs(directory, &figures) == 0 else { return "free space unknown at \(directory)" }
        let bytes = UInt64(figures.f_bavail) * UInt64(figures.f_frsize)
        return "\(bytes >> 20) MiB free at \(directory)"
    }
}
