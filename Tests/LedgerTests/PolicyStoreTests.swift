import Foundation
import LedgerConformance
import PolicySQLite
import Testing

/// A directory that exists, as the ledger has made it when the store is opened.
private func madeDirectory() throws -> TemporaryDirectory {
    let directory = TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
    return directory
}

/// Runs the suite of `LedgerConformance` for keys, budgets and alerts on both adapters.
struct PolicyStoreTests {
    @Test(arguments: PolicyCase.all)
    func `in memory`(_ rule: PolicyCase) async throws {
        let store = InMemoryPolicyStore()
        try await rule.run(on: store) { store }
    }

    @Test(arguments: PolicyCase.all)
    func `in SQLite`(_ rule: PolicyCase) async throws {
        let directory = try madeDirectory()
        try await rule.run(on: try PolicyStore(directory: directory.path)) {
            try PolicyStore(directory: directory.path)
        }
    }

    @Test func `the file is for its owner only`() throws {
        let directory = try madeDirectory()
        let store = try PolicyStore(directory: directory.path)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/policy.sqlite")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        try store.close()
    }
}
