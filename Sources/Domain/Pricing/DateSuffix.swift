/// The date at the end of a model's name: `-YYYYMMDD`, `@YYYYMMDD` or `-YYYY-MM-DD`.
struct DateSuffix {
    /// The offset of its separator in the name's UTF-8.
    var start: Int
    /// Whether it is written without dashes inside.
    var isCompact: Bool

    /// The date that `name` ends with; nil when it ends with none.
    init?(_ name: String) {
        let bytes = Array(name.utf8.suffix(11))
        let length = name.utf8.count
        if bytes.count >= 9, bytes.suffix(8).allSatisfy(\.isDigit) {
            let separator = bytes[bytes.count - 9]
            guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "@"), Self.isDate(bytes.suffix(8))
            else { return nil }
            (start, isCompact) = (length - 9, true)
            return
        }
        let dash = UInt8(ascii: "-")
        guard bytes.count == 11, bytes[0] == dash, bytes[5] == dash, bytes[8] == dash else { return nil }
        let digits = bytes[1...4] + bytes[6...7] + bytes[9...10]
        guard digits.allSatisfy(\.isDigit), Self.isDate(digits) else { return nil }
        (start, isCompact) = (length - 11, false)
    }

    /// Whether eight digits can be a date: a month of 1–12 and a day of 1–31.
    private static func isDate(_ digits: ArraySlice<UInt8>) -> Bool {
        let values = digits.map { Int($0 - UInt8(ascii: "0")) }
        let month = values[4] * 10 + values[5]
        let day = values[6] * 10 + values[7]
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
