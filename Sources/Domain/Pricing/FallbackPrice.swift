public import Money

/// The operator's price for models that nothing else knows: `2.50/10.00`, USD per million tokens in and out.
public struct FallbackPrice: Sendable, Hashable {
    public var input: Rate
    public var output: Rate

    /// `input` and `output` per million tokens.
    public init(input: Rate, output: Rate) {
        self.input = input
        self.output = output
    }

    /// Reads `input/output`; nil when that is not two plain decimals of 0 to 100 000 USD.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let input = Rate(decimal: parts[0]), let output = Rate(decimal: parts[1]) else {
            return nil
        }
        self.init(input: input, output: output)
    }
}
