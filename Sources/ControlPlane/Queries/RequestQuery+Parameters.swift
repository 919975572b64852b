import Ledger
import Usage

extension RequestQuery {
    /// Reads `since`, `until`, `user_id`, `model`, `component_type`, `status`, `limit` and `cursor`.
    init(_ parameters: QueryParameters) throws(AdminError) {
        self.init()
        since = try parameters.time("since")
        until = try parameters.time("until")
        user = parameters["user_id"].map { UserID(rawValue: $0) }
        model = parameters["model"].map { ModelID(rawValue: $0) }
        component = parameters["component_type"].map { ComponentType(rawValue: $0) }
        status = try parameters["status"].map(Self.status)
        limit = try parameters.limit() ?? limit
        cursor = try parameters["cursor"].map(Self.cursor)
    }

    private static func status(_ text: String) throws(AdminError) -> Status {
        switch text {
        case "ok": return .ok
        case "error": return .error
        default:
            guard let code = Int(text), text == String(code), code == 0 || (100...599).contains(code) else {
                throw .invalidParameter(
                    "status", "expected 'ok', 'error', an HTTP status such as 429, or 0 for calls that got no answer.")
            }
            return .code(code)
        }
    }

    private static func cursor(_ text: String) throws(AdminError) -> CallID {
        guard let id = CallID(text) else {
            throw .invalidParameter("cursor", "expected the 'next_cursor' of the page before.")
        }
        return id
    }
}
