public import Ledger

/// What the suite needs of an adapter's tests: a ledger that can die and start again from what it left.
public protocol LedgerUnderTest {
    /// The ledger as it runs now; empty at first.
    var ledger: any LedgerWriting & LedgerReading & SpendReading { get }
    /// Ends the ledger as `kill -9` would, and starts the next one from what it left.
    mutating func crash() async throws
    /// Ends the ledger in good order, and starts the next one.
    mutating func restart() async throws
}

/// What a case of the suite did not find as it should be.
public struct ConformanceFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Fails the case unless `left` equals `right`.
func expectEqual<Value: Equatable>(_ left: Value, _ right: Value, _ what: String) throws {
    guard left == right else { throw ConformanceFailure("\(what): \(left) is not \(right)") }
}

/// Fails the case unless `condition` holds.
func expect(_ condition: Bool, _ what: String) throws {
    guard condition else { throw ConformanceFailure(what) }
}
