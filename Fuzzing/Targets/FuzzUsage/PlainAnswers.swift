import Checks
import Dialects

/// Answers that are not streamed: kept whole, or read in passing.
enum PlainAnswers {
    /// Reads `bytes` whole, and part by part.
    static func check(_ bytes: [UInt8], api: API, flavor: UsageFlavor, seed: Int) {
        let whole = bytes.withUnsafeBytes { ResponseReader.read($0, api: api, flavor: flavor) }
        UsageCheck.check(whole)
        let inOne = pass(bytes, cuts: [bytes.count], api, flavor)
        let inParts = pass(bytes, cuts: cuts(of: bytes.count, seed: seed), api, flavor)
        Checks.check(inOne == inParts, "the cuts decide: \(inOne) or \(inParts)")
        UsageCheck.check(inOne)
        // Nothing of a small answer is left out.
        if bytes.count <= 4096 { Checks.check(inOne == whole, "in passing it says \(inOne), kept \(whole)") }
    }

    private static func pass(_ bytes: [UInt8], cuts: [Int], _ api: API, _ flavor: UsageFlavor) -> MeteredResponse {
        var meter = PlainMeter(api: api, flavor: flavor)
        var start = 0
        for cut in cuts {
            Array(bytes[start..<cut]).withUnsafeBytes { meter.push($0) }
            start = cut
        }
        return meter.finish()
    }
}
