/// Where tokens go: into a list, or only into a count.
protocol TokenSink {
    /// How many have come.
    var count: Int { get }
    /// One more.
    mutating func append(_ token: UInt32)
    /// Forgets all but the first `count`.
    mutating func truncate(to count: Int)
}

/// A count of tokens.
struct TokenTally: TokenSink {
    private(set) var count = 0

    @inline(__always)
    mutating func append(_ token: UInt32) { count += 1 }

    mutating func truncate(to count: Int) { self.count = count }
}

/// A list of tokens.
struct TokenList: TokenSink {
    private(set) var tokens: [UInt32] = []

    var count: Int { tokens.count }

    @inline(__always)
    mutating func append(_ token: UInt32) { tokens.append(token) }

    mutating func truncate(to count: Int) { tokens.removeLast(tokens.count - count) }
}
