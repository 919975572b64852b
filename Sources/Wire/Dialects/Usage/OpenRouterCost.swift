import JSONScanning
import Money

/// What OpenRouter says in `usage` that a call cost.
///
/// With a key of the caller's own, `cost` is its fee only, and the provider bills `cost_details.upstream_inference_cost`;
/// where that is not told, list prices have to do.
struct OpenRouterCost {
    private var cost: ExactUSD?
    private var upstreamCost: ExactUSD?
    private var isBringYourOwnKey = false

    /// What the caller pays in all; nil where it is not told.
    var total: ExactUSD? {
        guard let cost else { return nil }
        return isBringYourOwnKey ? upstreamCost.map { cost + $0 } : cost
    }

    /// Lays what `next` says over this.
    mutating func overlay(_ next: OpenRouterCost) {
        guard next.cost != nil else { return }
        self = next
    }

    /// Reads the member called `key` of a `usage` object; false, and nothing is read, where it is none of these.
    mutating func read(
        _ key: JSONString, _ cursor: inout JSONCursor, _ rejected: inout [String]
    ) throws(JSONScanError) -> Bool {
        let bytes = cursor.bytes
        if key.equals("cost", in: bytes) {
            cost = try cursor.amount("cost", &rejected)
        } else if key.equals("is_byok", in: bytes) {
            isBringYourOwnKey = try cursor.boolIfPresent() ?? false
        } else if key.equals("cost_details", in: bytes) {
            try cursor.members { (key, cursor) throws(JSONScanError) in
                if key.equals("upstream_inference_cost", in: cursor.bytes) {
                    upstreamCost = try cursor.amount("cost_details.upstream_inference_cost", &rejected)
                } else {
                    try cursor.skipLoosely()
                }
            }
        } else {
            return false
        }
        return true
    }
}
