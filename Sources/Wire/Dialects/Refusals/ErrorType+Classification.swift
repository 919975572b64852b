public import Usage

extension ErrorType {
    /// What an answer of `status` with `body` counts as; nil below 400.
    ///
    /// The status rules, except that a body can tell a content filter, a bad key or an exhausted quota from an
    /// ordinary bad request. Bodies tell by their codes, never by the words of their message.
    public static func classify(dialect: Dialect, status: Int, body: UnsafeRawBufferPointer) -> ErrorType? {
        guard let byStatus = ErrorDescription.byStatus(status) else { return nil }
        guard status < 500 else { return byStatus }
        switch ErrorDescription(in: body).named {
        case .contentFilter: return .contentFilter
        case .authentication where status == 400: return .authentication
        case .rateLimit where byStatus == .invalidRequest: return .rateLimit
        default: return byStatus
        }
    }
}
