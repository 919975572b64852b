import JSONScanning
import Usage

/// What Gemini counts, under the names of `generateContent` (`usageMetadata`) and of Interactions (`usage`).
///
/// Cached tokens are inside the prompt; thoughts stand beside the candidates, prompts of tools beside the prompt.
struct GeminiUsage {
    private var prompt: Int64?
    private var cached: Int64?
    private var candidates: Int64?
    private var thoughts: Int64?
    private var toolPrompt: Int64?
    private var total: Int64?
    private var promptParts = ModalityCounts()
    private var cachedParts: ModalityCounts?
    private var toolParts = ModalityCounts()
    private var outputParts = ModalityCounts()
    private(set) var serviceTier: ServiceTier?
    private var rejected: [String] = []

    /// The object at `cursor`; nil where there is none.
    init?(_ cursor: inout JSONCursor) throws(JSONScanError) {
        let isObject = try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor) }
        guard isObject else { return nil }
    }

    /// What was used; nil when no count is there, as in the first chunks of a stream of Vertex.
    var usage: Usage? {
        guard prompt ?? candidates ?? thoughts ?? total != nil || !rejected.isEmpty else { return nil }
        let known = (prompt ?? 0) + (toolPrompt ?? 0) + (thoughts ?? 0)
        var counts = OverlappingCounts()
        counts.prompt = (prompt ?? 0) + (toolPrompt ?? 0)
        counts.cached = cached ?? 0
        counts.cachedAudio = cachedParts?.audio
        counts.cachedImage = cachedParts?.image
        counts.audioInput = promptParts.audio + toolParts.audio
        counts.imageInput = promptParts.image + toolParts.image
        counts.videoInput = promptParts.video + toolParts.video
        // The candidates may be left out, where there are none and where there are.
        counts.completion = (candidates ?? max((total ?? 0) - known, 0)) + (thoughts ?? 0)
        counts.reasoning = thoughts ?? 0
        counts.imageOutput = outputParts.image
        counts.audioOutput = outputParts.audio
        var usage = Usage()
        usage.tokens = counts.disjoint
        usage.serviceTier = serviceTier ?? .standard
        usage.rejected = rejected
        return usage
    }

    private mutating func readMember(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("promptTokenCount") || named("total_input_tokens") {
            prompt = try cursor.count("promptTokenCount", &rejected)
        } else if named("cachedContentTokenCount") || named("total_cached_tokens") {
            cached = try cursor.count("cachedContentTokenCount", &rejected)
        } else if named("candidatesTokenCount") || named("total_output_tokens") || named("responseTokenCount") {
            candidates = try cursor.count("candidatesTokenCount", &rejected)
        } else if named("thoughtsTokenCount") || named("total_thought_tokens") {
            thoughts = try cursor.count("thoughtsTokenCount", &rejected)
        } else if named("toolUsePromptTokenCount") || named("total_tool_use_tokens") {
            toolPrompt = try cursor.count("toolUsePromptTokenCount", &rejected)
        } else if named("totalTokenCount") || named("total_tokens") {
            total = try cursor.count("totalTokenCount", &rejected)
        } else if named("promptTokensDetails") || named("input_tokens_by_modality") {
            promptParts = try ModalityCounts(&cursor, &rejected)
        } else if named("cacheTokensDetails") || named("cached_tokens_by_modality") {
            cachedParts = try ModalityCounts(&cursor, &rejected)
        } else if named("toolUsePromptTokensDetails") || named("tool_use_tokens_by_modality") {
            toolParts = try ModalityCounts(&cursor, &rejected)
        } else if named("candidatesTokensDetails") || named("output_tokens_by_modality")
            || named("responseTokensDetails")
        {
            outputParts = try ModalityCounts(&cursor, &rejected)
        } else if named("serviceTier") || named("service_tier") || named("trafficType") {
            try readTier(&cursor)
        } else {
            try cursor.skipLoosely()
        }
    }

    /// `serviceTier` of the Gemini API or `trafficType` of Vertex; the one that says something else than standard
    /// counts.
    private mutating func readTier(_ cursor: inout JSONCursor) throws(JSONScanError) {
        if cursor.kind() == .number {
            // The enumeration's number for provisioned throughput.
            if try cursor.integerIfPresent() == 2 { serviceTier = .provisioned }
            return
        }
        guard let tier = try cursor.looseString() else { return }
        let bytes = cursor.bytes
        let said: ServiceTier
        if tier.equals("ON_DEMAND_PRIORITY", in: bytes) {
            said = .priority
        } else if tier.equals("ON_DEMAND_FLEX", in: bytes) {
            said = .flex
        } else if tier.equals("PROVISIONED_THROUGHPUT", in: bytes) {
            said = .provisioned
        } else {
            said = ServiceTier(gemini: tier, in: bytes)
        }
        if serviceTier == nil || said != .standard { serviceTier = said }
    }
}

extension ServiceTier {
    /// The tier that Gemini's `serviceTier` names, in either case, with or without the enumeration's prefix.
    fileprivate init(gemini tier: JSONString, in bytes: UnsafeRawBufferPointer) {
        let name = tier.text(in: bytes).lowercased()
        if name.hasSuffix("priority") {
            self = .priority
        } else if name.hasSuffix("flex") {
            self = .flex
        } else {
            self = name.hasSuffix("batch") ? .batch : .standard
        }
    }
}
