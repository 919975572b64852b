import Checks
import Dialects

/// Streams: what the client gets and what is read of them.
enum Streams {
    private struct Relayed: Equatable {
        /// In order: what goes at once, what waits for the commit, what is taken out.
        var released: [UInt8] = []
        var held: [UInt8] = []
        var stripped: [UInt8] = []
        var response = MeteredResponse()
        var sawTerminal = false
        var outputBytes = 0
        var contentStarts = 0
    }

    /// Relays `bytes` whole, in pieces, and with other ends of lines.
    static func check(_ bytes: [UInt8], api: API, flavor: UsageFlavor, stripsUsage: Bool, seed: Int) {
        let relay = { (bytes: [UInt8], cuts: [Int]) in
            Self.relay(bytes, cuts: cuts, StreamMeter(api: api, flavor: flavor, stripsUsage: stripsUsage))
        }
        let whole = relay(bytes, [bytes.count])
        let pieces = relay(bytes, cuts(of: bytes.count, seed: seed))
        Checks.check(whole == pieces, "the cuts decide:\n\(whole)\n\(pieces)")
        UsageCheck.check(whole.response)
        Checks.check(
            whole.released.count + whole.held.count + whole.stripped.count == bytes.count,
            "bytes are lost or doubled")
        Checks.check(stripsUsage || whole.stripped.isEmpty, "the client's own usage is taken out")
        Checks.check(whole.contentStarts <= 1, "content begins twice")
        // Lines that end in CR keep events from being compared with the last one; what is read must be the same.
        guard !bytes.contains(13) else { return }
        let other = bytes.map { $0 == 10 ? 13 : $0 }
        let read = relay(other, [other.count])
        Checks.check(read.response == whole.response, "read in full, it says \(read.response), not \(whole.response)")
        Checks.check(read.outputBytes == whole.outputBytes, "read in full, it has other text")
        Checks.check(read.sawTerminal == whole.sawTerminal, "read in full, it ends differently")
    }

    private static func relay(_ stream: [UInt8], cuts: [Int], _ from: StreamMeter) -> Relayed {
        var meter = from
        var relayed = Relayed()
        var isHolding = false
        func take(_ scan: StreamScan, _ bytes: [UInt8]) {
            Checks.check((0...bytes.count).contains(scan.relayEnd), "more is relayed than came")
            let hold = isHolding ? 0 : scan.holdFrom ?? scan.relayEnd
            if scan.holdFrom != nil { isHolding = true }
            for index in 0..<scan.relayEnd {
                if let strip = scan.strip, strip.contains(index) {
                    relayed.stripped.append(bytes[index])
                } else if index < hold {
                    relayed.released.append(bytes[index])
                } else {
                    relayed.held.append(bytes[index])
                }
            }
            if scan.sawContent { relayed.contentStarts += 1 }
        }
        var pending: [UInt8] = []
        var start = 0
        for cut in cuts {
            pending += stream[start..<cut]
            start = cut
            // A copy of its own size, so that a read behind its end is one that the address sanitizer sees.
            let scan = Array(pending).withUnsafeBytes { meter.scan($0) }
            take(scan, pending)
            pending.removeFirst(scan.relayEnd)
        }
        let last = Array(pending).withUnsafeBytes { meter.finish($0) }
        take(last, pending)
        relayed.response = meter.response
        relayed.sawTerminal = meter.sawTerminal
        relayed.outputBytes = meter.outputBytes
        return relayed
    }
}
