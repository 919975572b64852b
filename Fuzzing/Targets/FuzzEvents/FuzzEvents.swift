import Checks

/// Reads event streams: the entry point that libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let seed = input.choice()
    let bytes = input.bytes()
    let expected = ReferenceEvents.read(bytes)
    for cuts in [[bytes.count], cuts(of: bytes.count, seed: seed)] {
        let events = DelimitedEvents.read(bytes, cuts: cuts)
        check(events == expected, "\(events) where the standard says \(expected)")
    }
    return 0
}

/// What an event says.
struct Event: Equatable {
    var type: [UInt8]
    var data: [UInt8]
}
