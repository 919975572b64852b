import Dialects

/// What a gateway would make of a stream: what the client gets, and what the meter says.
struct Relayed: Equatable {
    /// What was released before the hold, without what was stripped.
    var released: [UInt8] = []
    /// What was released but held until the end.
    var held: [UInt8] = []
    var stripped: [UInt8] = []
    var response = MeteredResponse()
    var sawTerminal = false
    var outputBytes = 0
    var outputText: [UInt8] = []
    /// How often a scan said that content began.
    var contentStarts = 0
}

/// Relays `stream`, which arrives in pieces that end at `cuts`, as the gateway does: what is not released yet is
/// passed again, with the next piece behind it.
func relay(
    _ stream: [UInt8], cuts: [Int] = [], api: API = .chatCompletions, flavor: UsageFlavor = .openai,
    stripsUsage: Bool = false, framing: StreamMeter.Framing = .events
) -> Relayed {
    var meter = StreamMeter(api: api, flavor: flavor, stripsUsage: stripsUsage, framing: framing)
    var relayed = Relayed()
    var isHolding = false
    func take(_ scan: StreamScan, _ bytes: [UInt8]) {
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
    for cut in cuts + [stream.count] {
        pending += stream[start..<cut]
        start = cut
        let scan = pending.withUnsafeBytes { meter.scan($0) }
        take(scan, pending)
        pending.removeFirst(scan.relayEnd)
    }
    let last = pending.withUnsafeBytes { meter.finish($0) }
    take(last, pending)
    relayed.response = meter.response
    relayed.sawTerminal = meter.sawTerminal
    relayed.outputBytes = meter.outputBytes
    relayed.outputText = meter.outputText
    return relayed
}

/// The same for a stream in text.
func relay(
    _ stream: String, cuts: [Int] = [], api: API = .chatCompletions, flavor: UsageFlavor = .openai,
    stripsUsage: Bool = false, framing: StreamMeter.Framing = .events
) -> Relayed {
    relay(Array(stream.utf8), cuts: cuts, api: api, flavor: flavor, stripsUsage: stripsUsage, framing: framing)
}
