/// The rules for names of metrics and labels (prometheus/docs, `concepts/data_model.md`, without UTF-8 names).
public enum MetricName {
    /// Whether `name` can name a metric: letters, digits, `_` and `:`, not a digit first.
    public static func isValid(_ name: String) -> Bool {
        matches(name, allowsColon: true)
    }

    /// Whether `name` can name a label that a caller sets: letters, digits and `_`, not a digit first, not reserved
    /// (`le`, `quantile`, `__…`).
    public static func isValidLabel(_ name: String) -> Bool {
        matches(name, allowsColon: false) && !name.hasPrefix("__") && name != "le" && name != "quantile"
    }

    /// `name` with every character that may not be there turned into `_`: for names that come from elsewhere.
    public static func sanitized(_ name: String) -> String {
        var bytes = name.unicodeScalars.map { scalar -> UInt8 in
            scalar.isASCII && isNameByte(UInt8(scalar.value), allowsColon: true) ? UInt8(scalar.value) : 0x5F
        }
        if bytes.first.map({ (0x30...0x39).contains($0) }) ?? true { bytes.insert(0x5F, at: 0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func matches(_ name: String, allowsColon: Bool) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { isNameByte($0, allowsColon: allowsColon) }
    }

    private static func isNameByte(_ byte: UInt8, allowsColon: Bool) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        case 0x3A: allowsColon
        default: false
        }
    }
}
