package import Gateway
package import Ledger
package import Usage

/// What went wrong, apart from whose call it was: what is grouped into one issue and limited as one.
///
/// Every part comes from a closed or capped set, so that callers cannot make kinds without end.
package enum FailureKind: Sendable, Hashable {
    /// A call that ended with an error, by provider, kind of error and the metrics' bounded label of its model.
    case call(provider: String, errorType: ErrorType, model: String)
    /// An answer went out before its row was committed.
    case lateCommit
    /// A call was turned away for a reason of the gateway's own.
    case refused(CallRefused.Reason)
    /// Rows did not get into the database.
    case ledger(SettledBatch.Result)
    /// The store that gateways share cannot be used.
    case sharedStore
    /// Whatever comes when too many kinds are known.
    case other

    /// Sentry's fingerprint: never by message, which may differ from call to call.
    var fingerprint: [String] {
        switch self {
        case .call(let provider, let errorType, let model): ["tollgate", "call", provider, errorType.rawValue, model]
        case .lateCommit: ["tollgate", "ledger", "late_commit"]
        case .refused(let reason): ["tollgate", "refused", reason.rawValue]
        case .ledger(let result): ["tollgate", "ledger", "\(result)"]
        case .sharedStore: ["tollgate", "shared_store"]
        case .other: ["tollgate", "other"]
        }
    }
}
