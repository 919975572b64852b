import Foundation
import HTTPTypes
import Hummingbird
import Money
import NIOCore

/// The members of the JSON object in a request's body, read one after the other; null counts as absent.
///
/// ``finish()`` refuses what was not read: a misspelt member must not be ignored.
struct BodyMembers {
    private var members: [String: JSONValue]

    /// 9 thousand million dollars: what the ledger's sums can hold, rounded down.
    private static let mostMoney = NanoUSD(rawValue: 9_000_000_000_000_000_000)
    /// Larger bodies are refused; bytes.
    ///
    /// The longest that the OpenAPI document allows fits, with every character escaped.
    private static let limit = 512 << 10

    /// Reads the body of a request that changes something.
    ///
    /// Only `application/json` is taken, and nothing from a page of another origin: no web page can have a browser send
    /// such a request to an open control plane.
    init(_ request: Request) async throws {
        try Self.refuseForeignPage(request)
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard type?.trimmingCharacters(in: .whitespaces) == "application/json" else {
            throw AdminError(
                status: .unsupportedMediaType, code: "unsupported_media_type",
                message: "Send the body as JSON, with 'Content-Type: application/json'.")
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: Self.limit)
        } catch {
            throw AdminError(
                status: .contentTooLarge, code: "request_too_large",
                message: "The body is larger than \(Self.limit) bytes, or was cut.")
        }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView)),
            case .object(let members) = value
        else {
            throw AdminError(status: .badRequest, code: "invalid_body", message: "The body is not a JSON object.")
        }
        self.members = members
    }

    /// Refuses what a web page of another origin has a browser send.
    static func refuseForeignPage(_ request: Request) throws(AdminError) {
        guard let origin = request.headers[.origin], let authority = request.head.authority,
            origin.split(separator: "/").last.map(String.init) != authority
        else { return }
        throw AdminError(
            status: .forbidden, code: "foreign_origin", message: "Pages of other origins may not change anything here.")
    }

    private mutating func take(_ name: String) -> JSONValue? {
        let value = members.removeValue(forKey: name)
        return value == .null ? nil : value
    }

    /// A string of 1 to `longest` characters.
    mutating func string(_ name: String, longest: Int = 256) throws(AdminError) -> String? {
        guard let value = take(name) else { return nil }
        guard case .string(let text) = value, (1...longest).contains(text.unicodeScalars.count) else {
            throw .invalidMember(name, "expected a string of 1 to \(longest) characters.")
        }
        return text
    }

    /// One of the names of an enumeration.
    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Value.Type
    ) throws(AdminError) -> Value? where Value.RawValue == String {
        guard let text = try string(name) else { return nil }
        guard let value = Value(rawValue: text) else {
            let names = Value.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw .invalidMember(name, "expected one of \(names).")
        }
        return value
    }

    /// A whole number above 0.
    mutating func count(_ name: String) throws(AdminError) -> Int? {
        guard let value = take(name) else { return nil }
        guard case .number(let number) = value, let count = Int("\(number)"), (1...1_000_000_000_000).contains(count)
        else { throw .invalidMember(name, "expected a whole number from 1 to 1000000000000.") }
        return count
    }

    /// True or false.
    mutating func boolean(_ name: String) throws(AdminError) -> Bool? {
        guard let value = take(name) else { return nil }
        guard case .boolean(let flag) = value else { throw .invalidMember(name, "expected true or false.") }
        return flag
    }

    /// An amount above 0: exact in a string, or a number, of which what is beyond 9 places is rounded off.
    mutating func money(_ name: String) throws(AdminError) -> NanoUSD? {
        guard let value = take(name) else { return nil }
        guard let text = Self.decimal(value, places: 9), let amount = NanoUSD(decimal: text), amount > .zero,
            amount <= Self.mostMoney
        else {
            throw .invalidMember(name, "expected an amount above 0 and up to 9000000000, with up to 9 places.")
        }
        return amount
    }

    /// A list of numbers, as their decimal texts, rounded to `places`.
    mutating func decimals(_ name: String, places: Int) throws(AdminError) -> [String]? {
        guard let value = take(name) else { return nil }
        guard case .array(let values) = value, values.count <= 16 else {
            throw .invalidMember(name, "expected a list of at most 16 numbers.")
        }
        var texts: [String] = []
        for value in values {
            guard let text = Self.decimal(value, places: places) else {
                throw .invalidMember(name, "expected a list of numbers.")
            }
            texts.append(text)
        }
        return texts
    }

    /// A list of names.
    mutating func strings(_ name: String) throws(AdminError) -> [String]? {
        guard let value = take(name) else { return nil }
        guard case .array(let values) = value, values.count <= 128 else {
            throw .invalidMember(name, "expected a list of at most 128 names.")
        }
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value, (1...256).contains(text.unicodeScalars.count) else {
                throw .invalidMember(name, "expected names of 1 to 256 characters.")
            }
            texts.append(text)
        }
        return texts
    }

    /// An object whose values are strings, by name.
    mutating func labels(_ name: String) throws(AdminError) -> [(name: String, value: String)]? {
        guard let value = take(name) else { return nil }
        guard case .object(let values) = value, values.count <= 32 else {
            throw .invalidMember(name, "expected an object with at most 32 members.")
        }
        var labels: [(name: String, value: String)] = []
        for (label, value) in values.sorted(by: { $0.key < $1.key }) {
            guard case .string(let text) = value, text.unicodeScalars.count <= 256,
                (1...256).contains(label.unicodeScalars.count)
            else {
                throw .invalidMember(name, "expected strings of at most 256 characters.")
            }
            labels.append((label, text))
        }
        return labels
    }

    /// A point in time, microseconds since 1970.
    mutating func time(_ name: String) throws(AdminError) -> Int64? {
        guard let text = try string(name) else { return nil }
        guard let time = Timestamp.microseconds(text) else {
            throw .invalidMember(name, "expected a date or an RFC 3339 time, such as 2027-01-01T00:00:00Z.")
        }
        return time
    }

    /// Refuses members that were not read.
    func finish() throws(AdminError) {
        guard let name = members.keys.min() else { return }
        throw .invalidMember(String(name.prefix(100)), "there is no such member.")
    }

    private static func decimal(_ value: JSONValue, places: Int) -> String? {
        switch value {
        case .number(var number):
            var rounded = Decimal()
            NSDecimalRound(&rounded, &number, places, .bankers)
            return "\(rounded)"
        case .string(let text): return text
        default: return nil
        }
    }
}

extension AdminError {
    /// A member of the body that is not accepted.
    static func invalidMember(_ name: String, _ expected: String) -> AdminError {
        AdminError(status: .badRequest, code: "invalid_body", message: "Member '\(name)': \(expected)")
    }
}
