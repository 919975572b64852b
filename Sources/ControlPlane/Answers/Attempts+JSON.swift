import Ledger
import Usage

extension JSONWriter {
    /// `attempts` of a row: at the provider, in their order.
    ///
    /// The gateway tries once, and a second time only where a connection that had been used before was closed before
    /// any byte of an answer (CONTRACTS.md "Bodies"), which `detail` says. So the last attempt has the row's own
    /// outcome, and its first one, where there were two, was `connection_closed`. A call that a budget refused has none.
    mutating func attempts(of record: UsageRecord) {
        key("attempts")
        array { json in
            guard record.errorType != .budgetExceeded else { return }
            if record.wasResent {
                json.attempt(1, of: record, outcome: "connection_closed", status: nil)
            }
            json.attempt(record.wasResent ? 2 : 1, of: record, outcome: record.outcome, status: record.status)
        }
    }

    private mutating func attempt(_ number: Int, of record: UsageRecord, outcome: String, status: Int?) {
        object { json in
            json.key("number")
            json.integer(number)
            json.key("provider")
            json.string(record.provider.rawValue)
            json.key("outcome")
            json.string(outcome)
            json.key("status")
            if let status, status > 0 { json.integer(status) } else { json.null() }
            json.key("error_type")
            json.string(status == nil ? nil : record.errorType?.rawValue)
            json.key("duration_ms")
            json.milliseconds(status == nil ? nil : record.durationMicroseconds)
            json.key("time_to_first_token_ms")
            json.milliseconds(status == nil ? nil : record.timeToFirstTokenMicroseconds)
            json.key("upstream_request_id")
            json.string(status == nil ? nil : record.upstreamRequestID)
        }
    }
}

extension UsageRecord {
    /// The gateway wrote that it sent the call twice.
    fileprivate var wasResent: Bool { detail?.hasSuffix("\"resent\":true}") == true }

    /// What became of the last attempt, in a word.
    fileprivate var outcome: String {
        if usageSource == .interrupted { return "interrupted" }
        if let errorType { return errorType.rawValue }
        return clientDisconnected ? "client_gone" : "answered"
    }
}
