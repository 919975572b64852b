/// Reads variables by the rules of opentelemetry-specification, `configuration/sdk-environment-variables.md`: empty is
/// unset, only "true" is true, what cannot be read is told and passed over.
struct EnvironmentReader {
    private let environment: [String: String]
    private(set) var problems: [String] = []

    init(_ environment: [String: String]) { self.environment = environment }

    /// The value of the first name that has one.
    func text(_ names: String...) -> String? {
        for name in names {
            let value = Self.trimmed(environment[name] ?? "")
            if !value.isEmpty { return value }
        }
        return nil
    }

    mutating func flag(_ name: String) -> Bool {
        guard let text = text(name)?.lowercased() else { return false }
        if text != "true", text != "false" { complain(name, "is neither true nor false and counts as false") }
        return text == "true"
    }

    /// A whole number, 0 or more.
    mutating func number(_ names: String...) -> Int? {
        for name in names {
            guard let text = text(name) else { continue }
            guard let number = Int(text), number >= 0 else {
                complain(name, "is not a whole number of 0 or more and was passed over")
                continue
            }
            return number
        }
        return nil
    }

    mutating func milliseconds(_ names: String...) -> Duration? {
        for name in names {
            if let value = number(name) { return .milliseconds(min(value, 1_000_000_000_000)) }
        }
        return nil
    }

    mutating func complain(_ name: String, _ says: String) {
        problems.append("\(name) \(says).")
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let front = text.utf8.drop(while: isBlank)
        return String(decoding: front.reversed().drop(while: isBlank).reversed(), as: UTF8.self)
    }
}
