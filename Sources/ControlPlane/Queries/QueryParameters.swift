import Hummingbird

/// The query of a request, decoded as a form (`+` is a space); an empty value is the same as none.
struct QueryParameters {
    private let values: [String: String]

    /// Reads the query; throws for broken percent-encoding and for a parameter that is given twice.
    init(_ request: Request) throws(AdminError) {
        var values: [String: String] = [:]
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "") else {
                throw AdminError(
                    status: .badRequest, code: "invalid_query",
                    message: "The query is not valid: '%' stands before two hexadecimal digits, and the text is UTF-8.")
            }
            guard !value.isEmpty else { continue }
            guard values.updateValue(value, forKey: name) == nil else {
                throw AdminError(
                    status: .badRequest, code: "invalid_query", message: "Parameter '\(name)' is given twice.")
            }
        }
        self.values = values
    }

    /// The value of `name`; nil when it is absent or empty.
    subscript(_ name: String) -> String? { values[name] }

    /// A value out of a closed set.
    func choice<Value>(_ name: String, _ choices: [(String, Value)]) throws(AdminError) -> Value? {
        guard let text = values[name] else { return nil }
        guard let choice = choices.first(where: { $0.0 == text }) else {
            let names = choices.map { "'\($0.0)'" }.joined(separator: ", ")
            throw .invalidParameter(name, "expected one of \(names).")
        }
        return choice.1
    }

    /// How many a page: 1…1000.
    func limit() throws(AdminError) -> Int? {
        guard let text = values["limit"] else { return nil }
        guard let limit = Int(text), text == String(limit), (1...1000).contains(limit) else {
            throw .invalidParameter("limit", "expected a whole number from 1 to 1000.")
        }
        return limit
    }

    /// A point in time, microseconds since 1970.
    func time(_ name: String) throws(AdminError) -> Int64? {
        guard let text = values[name] else { return nil }
        guard let time = Timestamp.microseconds(text) else {
            throw .invalidParameter(
                name, "expected a date or an RFC 3339 time, such as 2026-11-22 or 2026-11-22T18:00:00Z.")
        }
        return time
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hexadecimal), let low = iterator.next().flatMap(hexadecimal)
                else { return nil }
                bytes.append(high << 4 | low)
            default:
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
