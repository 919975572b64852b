import Foundation

/// A directory that does not exist yet, and is gone when the object is.
final class TemporaryDirectory: Sendable {
    let path: String

    init() { path = FileManager.default.temporaryDirectory.path + "/tollgate-ledger-\(UUID().uuidString)" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
