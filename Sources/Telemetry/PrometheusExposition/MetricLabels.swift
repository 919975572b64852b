/// The labels of one series, in order: `["model": "gpt-4o", "status": "ok"]`.
///
/// Values may hold anything; names are checked by the registry.
public struct MetricLabels: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    let pairs: [Pair]

    struct Pair: Sendable, Hashable {
        var name: String
        var value: String
    }

    /// No labels.
    public static let none = MetricLabels([])

    /// Labels in this order.
    public init(_ pairs: [(name: String, value: String)]) {
        self.pairs = pairs.map { Pair(name: $0.name, value: Self.printable($0.value)) }
    }

    /// Labels in this order.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }

    /// A NUL ends the input for Prometheus' lexer; done before the value becomes part of a series' identity.
    private static func printable(_ value: String) -> String {
        guard value.utf8.contains(0) else { return value }
        return String(String.UnicodeScalarView(value.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
    }
}
