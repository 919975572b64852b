/// What the fuzzer made: a few bytes that choose, then the bytes to be read.
public struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    /// The input as libFuzzer passes it.
    public init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
        rest = Array(UnsafeBufferPointer(start: start, count: count))[...]
    }

    /// The next byte that chooses; 0 at the end.
    public mutating func choice() -> Int { Int(rest.popFirst() ?? 0) }

    /// One of `choices`, which is not empty.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[choice() % choices.count] }

    /// All that is left.
    public mutating func bytes() -> [UInt8] {
        defer { rest = [] }
        return Array(rest)
    }
}
