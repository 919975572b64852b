import Usage

/// What a call used besides tokens, and what its price depends on, as the row's `detail`:
/// `{"web_searches":2,"service_tier":"priority"}`.
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
        if !usage.conditions.isEmpty {
            let names = PriceConditions.named.filter { usage.conditions.contains($0.condition) }.map(\.name)
            members.append("\"conditions\":[\(names.map { "\"\($0)\"" }.joined(separator: ","))]")
        }
        if let tokens = usage.tierInputTokens { members.append("\"tier_input_tokens\":\(tokens)") }
        if let size = usage.searchContextSize { members.append("\"search_context_size\":\"\(plain(size))\"") }
        if let variant = usage.imageVariant { members.append("\"image_variant\":\"\(plain(variant))\"") }
        if !usage.additional.isEmpty {
            members.append("\"parts\":[\(usage.additional.map(part).joined(separator: ","))]")
        }
        // Field names of providers' usage objects: letters, digits, `_`, `.`, brackets.
        let rejected = usage.rejected.map { "\"\($0.filter { $0.isLetter || $0.isNumber || "_.[]".contains($0) })\"" }
        if !rejected.isEmpty { members.append("\"rejected\":[\(rejected.joined(separator: ","))]") }
        return members.isEmpty ? nil : "{\(members.joined(separator: ","))}"
    }

    /// The text for a call whose usage whoever fetches the response `id` is told.
    static func open(_ id: String) -> String { "{\"opens\":\"\(identifier(id))\"}" }

    /// `text` with the word that the call was sent twice, its first connection having been closed.
    static func resent(_ text: String?) -> String {
        guard let text else { return "{\"resent\":true}" }
        return text.dropLast() + ",\"resent\":true}"
    }

    /// A provider's id in the form in which it is kept: what could not be in one is left out.
    static func identifier(_ id: String) -> String {
        String(id.prefix(128).filter { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) })
    }

    /// A part of the call that another model, or another price, was for.
    private static func part(_ use: ModelUsage) -> String {
        let model = use.model.map { "\"model\":\"\(plain($0.rawValue))\"," } ?? ""
        let counts = TokenCounts.named.compactMap { name, path in
            use.tokens[keyPath: path] == 0 ? nil : "\"\(name)\":\(use.tokens[keyPath: path])"
        }
        return "{\(model)\"tokens\":{\(counts.joined(separator: ","))}}"
    }

    /// Printable ASCII without what would have to be escaped.
    private static func plain(_ text: String) -> String {
        let bytes = text.utf8.prefix(256).filter { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }
        return String(decoding: bytes, as: UTF8.self)
    }
}
