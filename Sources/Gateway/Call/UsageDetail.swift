import Usage

/// What a call used besides tokens, as the row's `detail`: `{"web_searches":2,"service_tier":"priority"}`.
///
/// A response made in the background begins with `{"opens":"resp_…"`, the row that counts it with
/// `{"settles":"resp_…"`: the ledger finds them by that.
enum UsageDetail {
    /// The JSON text; nil when there is nothing to say.
    ///
    /// - Parameter settling: the id of the background response whose usage this is.
    static func text(_ usage: Usage, settling id: String? = nil) -> String? {
        var members = id.map { ["\"settles\":\"\(identifier($0))\""] } ?? []
        members += usage.meters.map { "\"\($0.unit.rawValue)\":\($0.quantity)" }
        if usage.serviceTier != .standard { members.append("\"service_tier\":\"\(usage.serviceTier.rawValue)\"") }
        // Field names of providers' usage objects: letters, digits, `_`, `.`, brackets.
        let rejected = usage.rejected.map { "\"\($0.filter { $0.isLetter || $0.isNumber || "_.[]".contains($0) })\"" }
        if !rejected.isEmpty { members.append("\"rejected\":[\(rejected.joined(separator: ","))]") }
        return members.isEmpty ? nil : "{\(members.joined(separator: ","))}"
    }

    /// The text for a call whose usage whoever fetches the response `id` is told.
    static func open(_ id: String) -> String { "{\"opens\":\"\(identifier(id))\"}" }

    /// A provider's id in the form in which it is kept: what could not be in one is left out.
    static func identifier(_ id: String) -> String {
        String(id.prefix(128).filter { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) })
    }
}
