import JSONScanning
import Usage

/// The `usage` object of a message or of its events, as far as it was said.
struct AnthropicUsage {
    /// The top level; it leaves out compaction and the advisor.
    var counts = AnthropicCounts()
    private var webSearches: Int64?
    private var serviceTier: ServiceTier?
    private var isFast: Bool?
    private var isInUS: Bool?
    private var iterations: [AnthropicIteration]?
    private var rejected: [String] = []
    /// What OpenRouter adds to the object.
    private(set) var openRouterCost = OpenRouterCost()

    /// Lays what `next` says over this; null says nothing.
    mutating func overlay(_ next: AnthropicUsage) {
        counts.overlay(next.counts)
        webSearches = next.webSearches ?? webSearches
        overlayRest(next)
    }

    /// Takes in a `message_start` that came again: what is new, or larger if `raising`; nothing is added up.
    mutating func fill(from next: AnthropicUsage, raising: Bool) {
        counts.fill(from: next.counts, raising: raising)
        webSearches = webSearches ?? next.webSearches
        overlayRest(next)
    }

    private mutating func overlayRest(_ next: AnthropicUsage) {
        serviceTier = next.serviceTier ?? serviceTier
        isFast = next.isFast ?? isFast
        isInUS = next.isInUS ?? isInUS
        iterations = next.iterations ?? iterations
        openRouterCost.overlay(next.openRouterCost)
        for field in next.rejected where !rejected.contains(field) { rejected.append(field) }
    }

    /// What was used; nil when nothing was said.
    var usage: Usage? {
        guard !counts.isEmpty || !(iterations ?? []).isEmpty || !rejected.isEmpty else { return nil }
        var usage = Usage()
        usage.tokens = counts.tokens
        AnthropicIteration.split(iterations ?? [], &usage)
        usage.meter(.webSearches, webSearches ?? 0)
        usage.serviceTier = isFast == true ? .fast : serviceTier ?? .standard
        if isInUS == true { usage.conditions.insert(.inferenceGeoUS) }
        usage.rejected = rejected
        return usage
    }

    /// Reads the object at `cursor`; what was met before a failure is kept.
    mutating func read(_ cursor: inout JSONCursor) throws(JSONScanError) {
        try cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor) }
    }

    private mutating func readMember(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        guard try !counts.read(key, &cursor, &rejected), try !openRouterCost.read(key, &cursor, &rejected) else {
            return
        }
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("service_tier") {
            if let tier = try cursor.looseString() { serviceTier = ServiceTier(wire: tier, in: bytes) }
        } else if named("speed") {
            if let speed = try cursor.looseString() { isFast = speed.equals("fast", in: bytes) }
        } else if named("inference_geo") {
            if let geo = try cursor.looseString() { isInUS = geo.equals("us", in: bytes) }
        } else if named("server_tool_use") {
            try cursor.members { (key, cursor) throws(JSONScanError) in
                if key.equals("web_search_requests", in: bytes) {
                    webSearches = try cursor.count("server_tool_use.web_search_requests", &rejected)
                } else {
                    try cursor.skipLoosely()
                }
            }
        } else if named("iterations"), cursor.kind() == .array {
            var met: [AnthropicIteration] = []
            try cursor.elements { (cursor) throws(JSONScanError) in
                met.append(try AnthropicIteration(&cursor, &rejected))
            }
            iterations = met
        } else {
            try cursor.skipLoosely()
        }
    }
}
