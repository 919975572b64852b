import Foundation

/// A value of the admin API's JSON, as it is shown: amounts stay the decimals that they are, and 0 is a number, not `no`.
enum AdminValue: Decodable {
    case null
    case flag(Bool)
    case number(Decimal)
    case text(String)
    case list([AdminValue])
    case object([String: AdminValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Decimal.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([AdminValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: AdminValue].self))
        }
    }

    /// The member `name` of an object; null where there is none.
    subscript(name: String) -> AdminValue {
        guard case .object(let members) = self else { return .null }
        return members[name] ?? .null
    }

    /// The elements of a list; none where it is something else.
    var elements: [AdminValue] {
        guard case .list(let elements) = self else { return [] }
        return elements
    }

    var isNull: Bool {
        guard case .null = self else { return false }
        return true
    }

    /// As a table's cell.
    var cell: String {
        switch self {
        case .null: "–"
        case .flag(let flag): flag ? "yes" : "no"
        case .number(let number): "\(number)"
        case .text(let text): text
        case .list(let list): list.isEmpty ? "–" : list.map(\.cell).joined(separator: ",")
        case .object: "…"
        }
    }
}
