import Budgets
import Ledger
import Usage

/// A field of the hash of an incarnation's sums: a user, or a part of a day.
enum SumsField: Hashable {
    case user(UserID)
    case day(DayPart)

    /// `user:<user>` or `day:<DD>:<provider>:<model>:<component>`, the names percent-encoded.
    var text: String {
        switch self {
        case .user(let user): "user:\(PercentEncoding.text(user.rawValue))"
        case .day(let part):
            "day:\(part.day):"
                + [part.provider.rawValue, part.model.rawValue, part.component.rawValue]
                .map { PercentEncoding.text($0) }.joined(separator: ":")
        }
    }

    /// Reads ``text`` of a field in `month`; nil for what a later version may have put there.
    init?(_ text: String, month: Month) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Self.decoded($0) }
        switch (parts.first, parts.count) {
        case ("user", 2): self = .user(UserID(rawValue: parts[1]))
        case ("day", 5):
            guard let day = Int(parts[1]), (1...31).contains(day) else { return nil }
            self = .day(
                DayPart(
                    month: month, day: day, provider: ProviderID(rawValue: parts[2]),
                    model: ModelID(rawValue: parts[3]), component: ComponentType(rawValue: parts[4])))
        default: return nil
        }
    }

    private static func decoded(_ text: Substring) -> String {
        guard text.contains("%") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
