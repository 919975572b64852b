/// What a start found from before: for the log.
public struct LedgerRecovery: Sendable, Hashable {
    /// Calls that were open when the last process died, now rows with `usage_source` = `interrupted`.
    public var interruptedRows = 0
    /// Rows of the emergency journal that were not yet in the database.
    public var replayedRows = 0
    /// Holds whose bytes were torn by a loss of power; nothing is known about their calls.
    public var tornHolds = 0
    /// Files of holds, or the journal, that are not what they should be; kept as `<name>.unreadable`.
    public var unreadableFiles: [String] = []

    /// Nothing found.
    public init() {}

    /// Whether the last process ended as it should.
    public var isClean: Bool { self == LedgerRecovery() }
}
