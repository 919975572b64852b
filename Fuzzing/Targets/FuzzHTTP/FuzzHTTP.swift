import Checks

/// Reads heads and chunked bodies: the entry point that libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let kind = input.choice() % 4
    let seed = input.choice()
    let bytes = input.bytes()
    switch kind {
    case 0: RequestHeads.check(bytes, seed: seed)
    case 1: ResponseHeads.check(bytes, seed: seed)
    case 2: ChunkedBodies.check(bytes, seed: seed)
    default: ChunkedBodies.checkRoundTrip(bytes, seed: seed)
    }
    return 0
}
