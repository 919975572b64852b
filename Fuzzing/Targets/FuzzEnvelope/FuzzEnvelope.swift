import Checks
import SentryProtocol

/// Reads what browsers post to `/monitoring`, and what headers of requests say of traces: the entry point that libFuzzer
/// calls.
///
/// The first byte chooses: an envelope, its header only, a DSN, headers of traces, or what is filtered.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let choice = input.choice() % 5
    let bytes = input.bytes()
    switch choice {
    case 0: checkEnvelope(bytes)
    case 1: checkHeader(bytes)
    case 2: checkDSN(String(decoding: bytes, as: UTF8.self))
    case 3: checkPropagation(String(decoding: bytes, as: UTF8.self))
    default: checkFilter(String(decoding: bytes, as: UTF8.self))
    }
    return 0
}
