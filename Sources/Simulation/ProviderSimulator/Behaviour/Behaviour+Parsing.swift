extension Behaviour {
    /// A setting that the simulator does not know, or a value that it cannot use.
    public struct Invalid: Error, Hashable, CustomStringConvertible {
        /// The setting's name, without `x-sim-`.
        public let name: String
        /// The value given.
        public let value: String

        /// A sentence for whoever wrote the test.
        public var description: String {
            "The simulator knows no setting '\(name)' with the value '\(value)'; see 'tollgate simulate --help'."
        }
    }

    /// Sets what a header `x-sim-<name>: <value>`, or `name=value` in a hint, asks for.
    public mutating func set(_ name: some StringProtocol, _ value: some StringProtocol) throws(Invalid) {
        let value = String(value)
        func number(_ allowed: ClosedRange<Int> = 0...Int.max) throws(Invalid) -> Int {
            guard let number = Int(value), allowed.contains(number) else {
                throw Invalid(name: String(name), value: value)
            }
            return number
        }
        func flag() throws(Invalid) -> Bool {
            switch value {
            case "", "1", "true", "yes": return true
            case "0", "false", "no": return false
            default: throw Invalid(name: String(name), value: value)
            }
        }
        switch name {
        case "delay-ms": delayMilliseconds = try number(0...3_600_000)
        case "first-byte-delay-ms": firstByteDelayMilliseconds = try number(0...3_600_000)
        case "event-delay-ms": eventDelayMilliseconds = try number(0...3_600_000)
        case "status": status = try number(200...599)
        case "error-code": errorCode = value
        case "retry-after": retryAfter = value
        case "fail-attempts": failAttempts = try number()
        case "cut-after-bytes": cutAfterBytes = try number()
        case "cut-after-events": cutAfterEvents = try number()
        case "cut":
            guard let cut = Cut(rawValue: value) else { throw Invalid(name: "cut", value: value) }
            self.cut = cut
        case "events": events = try number(0...100_000_000)
        case "chunk-bytes": chunkBytes = try number(1...16_777_216)
        case "no-usage": noUsage = try flag()
        case "no-done": noDone = try flag()
        case "usage": usage = try Self.json(value, name: "usage")
        case "gzip": encoding = try flag() ? .gzip : nil
        case "deflate": encoding = try flag() ? .deflate : nil
        case "crlf": crlf = try flag()
        case "comments": comments = try flag()
        case "multiline": multiline = try flag()
        case "split": split = try number(1...Int.max)
        case "hang": hang = value == "head" ? .afterEvents(0) : try flag() ? .beforeHead : nil
        case "hang-after-events": hang = .afterEvents(try number())
        case "error-in-stream": errorInStream = try number()
        case "bad-length": badLength = try number(-1_000_000...1_000_000)
        case "reasoning-tokens": reasoningTokens = try number(0...10_000_000)
        case "cached-tokens": cachedTokens = try number(0...10_000_000)
        case "cache-write-tokens": cacheWriteTokens = try number(0...10_000_000)
        case "service-tier": serviceTier = value
        case "model": model = value
        case "provider":
            guard let provider = Provider(rawValue: value) else { throw Invalid(name: "provider", value: value) }
            self.provider = provider
        case "tool-calls": toolCalls = try number(0...1_000)
        case "tool-prompt-tokens": toolPromptTokens = try number(0...10_000_000)
        case "audio-ms": audioMilliseconds = try number(0...1_000_000_000)
        case "polls": polls = try number(0...1_000)
        case "failed": failed = try flag()
        case "cookies": cookies = try flag()
        case "close": close = try flag()
        default: throw Invalid(name: String(name), value: value)
        }
    }

    /// Sets what a hint (`name=value;name;name=value`) asks for; a name alone is a flag.
    mutating func set(hint: some StringProtocol) throws(Invalid) {
        for part in hint.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard let name = pair.first else { continue }
            try set(name, pair.count == 2 ? pair[1] : "")
        }
    }

    private static func json(_ text: String, name: String) throws(Invalid) -> String {
        var bytes = Array(text.utf8)
        let value = bytes.withUnsafeMutableBytes { bytes in
            try? JSONReader.value(of: UnsafeRawBufferPointer(bytes))
        }
        guard case .object = value else { throw Invalid(name: name, value: text) }
        return text
    }

    /// `text` without its hint, and the hint: what follows `#sim:`.
    static func hint(in text: String) -> (text: String, hint: Substring?) {
        guard let mark = text.firstIndex(of: "#"), text[mark...].hasPrefix("#sim:") else { return (text, nil) }
        return (String(text[..<mark]), text[mark...].dropFirst(5))
    }
}
