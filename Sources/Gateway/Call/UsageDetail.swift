import Usage

/// What a call used besides tokens, as the row's `detail`: `{"web_searches":2,"service_tier":"priority"}`.
enum UsageDetail {
    /// The JSON text; nil when there is nothing to say.
    static func text(_ usage: Usage) -> String? {
        guard !usage.meters.isEmpty || usage.serviceTier != .standard || !usage.rejected.isEmpty else { return nil }
        var members = usage.meters.map { "\"\($0.unit.rawValue)\":\($0.quantity)" }
        if usage.serviceTier != .standard { members.append("\"service_tier\":\"\(usage.serviceTier.rawValue)\"") }
        // Field names of providers' usage objects: letters, digits, `_`, `.`, brackets.
        let rejected = usage.rejected.map { "\"\($0.filter { $0.isLetter || $0.isNumber || "_.[]".contains($0) })\"" }
        if !rejected.isEmpty { members.append("\"rejected\":[\(rejected.joined(separator: ","))]") }
        return "{\(members.joined(separator: ","))}"
    }
}
