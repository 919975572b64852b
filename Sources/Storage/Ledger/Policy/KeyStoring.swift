public import Usage

/// The port that keeps virtual keys.
public protocol KeyStoring: Sendable {
    /// All keys that were not revoked, oldest first.
    func keys() async throws -> [VirtualKeyRecord]
    /// Stores a new key.
    func save(_ key: VirtualKeyRecord) async throws
    /// Stores what a key grants from now on; false when there is none with its id.
    func replaceKey(_ key: VirtualKeyRecord) async throws -> Bool
    /// Forgets a key; false when there is none with this id.
    @discardableResult
    func removeKey(_ id: KeyID) async throws -> Bool
}
