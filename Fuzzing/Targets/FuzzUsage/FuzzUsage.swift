import Checks
import Dialects

/// Meters requests and answers: the entry point that libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let kind = input.choice() % 4
    let api = input.pick(API.allCases)
    let flavor = input.pick(UsageFlavor.allCases)
    let seed = input.choice()
    let bytes = input.bytes()
    switch kind {
    case 0: PlainAnswers.check(bytes, api: api, flavor: flavor, seed: seed)
    case 1, 2: Streams.check(bytes, api: api, flavor: flavor, stripsUsage: kind == 2, seed: seed)
    default: Requests.check(bytes, api: api)
    }
    return 0
}
