import Ledger

extension JSONWriter {
    /// The members that tell how the ledger is.
    mutating func ledger(_ health: LedgerHealth) {
        key("writable")
        boolean(health.isWritable)
        key("rows_waiting")
        integer(health.rowsWaiting)
        key("lag_ms")
        wholeMilliseconds(health.lagSeconds)
        key("message")
        string(health.message)
    }

    /// Whole milliseconds, however wild the number is.
    mutating func wholeMilliseconds(_ seconds: Double) {
        integer(seconds > 0 ? Int64(exactly: (min(seconds, 1e12) * 1000).rounded()) ?? 0 : 0)
    }
}
