/// One rule of the ledger's ports, with a run that shows whether an adapter keeps it.
///
/// The suite is ``all``; an adapter's tests run each case on an empty ledger of its own.
public struct ConformanceCase: Sendable, CustomStringConvertible {
    /// The rule, as a sentence.
    public let name: String
    let body: @Sendable (inout any LedgerUnderTest) async throws -> Void

    public var description: String { name }

    init(_ name: String, _ body: @escaping @Sendable (inout any LedgerUnderTest) async throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Runs the case; throws ``ConformanceFailure`` where the rule is broken.
    public func run(on harness: any LedgerUnderTest) async throws {
        var harness = harness
        try await body(&harness)
    }

    /// Every case.
    public static let all: [ConformanceCase] = settling + holding + listing + summing + spending + hourly + meeting
}
