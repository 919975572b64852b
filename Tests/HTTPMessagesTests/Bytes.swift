import HTTPMessages

/// Runs `body` over the bytes of `text`, which stands for Latin-1: each character is one byte.
func withBytes<Result, Failure: Error>(
    _ text: String, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
    try withBytes(latin1(text), body)
}

func withBytes<Result, Failure: Error>(
    _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
    // An exact copy on the heap: reading past the end is visible to the address sanitizer.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    return try body(UnsafeRawBufferPointer(copy))
}

func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }

func text(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
}

/// Parses a request's head that has come as a whole.
func request(_ text: String, limits: HeadLimits = HeadLimits()) throws(HeadError) -> HTTPRequestHead? {
    try withBytes(text) { bytes throws(HeadError) in
        var scanned = 0
        return try HTTPRequestHead.parse(bytes, limits: limits, scanned: &scanned)
    }
}

/// Parses a response's head that has come as a whole.
func response(_ text: String) throws(HeadError) -> HTTPResponseHead? {
    try withBytes(text) { bytes throws(HeadError) in
        var scanned = 0
        return try HTTPResponseHead.parse(bytes, scanned: &scanned)
    }
}

/// The status with which `body` fails; nil when it does not.
func failure<Result>(_ body: () throws(HeadError) -> Result) -> Int? {
    do {
        _ = try body()
        return nil
    } catch {
        return error.status
    }
}

/// Numbers that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
