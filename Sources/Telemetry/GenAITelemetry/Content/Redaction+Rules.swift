extension Redaction.Rule {
    /// A private key in PEM, up to its end or the text's.
    public static let privateKey = Redaction.Rule(name: "PRIVATE_KEY") { (text: RedactionScan) in
        var start = 0
        while let begin = text.first("-----BEGIN ", from: start) {
            start = begin + 11
            guard let head = label(text, from: start) else { continue }
            var rest = head
            while let end = text.first("-----END ", from: rest) {
                rest = end + 9
                if let tail = label(text, from: rest) { return begin..<tail }
            }
            return begin..<text.count
        }
        return nil
    }

    /// What stands behind `-----BEGIN ` of a private key; where it ends.
    private static func label(_ text: RedactionScan, from start: Int) -> Int? {
        let end = text.end(from: start) { $0 == 0x20 || $0 &- UInt8(ascii: "A") < 26 }
        guard end - start >= 11, text.stands("PRIVATE KEY", at: end - 11), text.stands("-----", at: end) else {
            return nil
        }
        return end + 5
    }

    /// What follows `Bearer`, `Basic`, or a name like `password` or `token` and a sign; and JSON Web Tokens.
    public static let token = Redaction.Rule(name: "SECRET") { (text: RedactionScan) in
        var index = 0
        while index < text.count {
            switch text[index] | 0x20 {
            case UInt8(ascii: "b"), UInt8(ascii: "p"), UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "a"):
                if let value = namedSecret(text, at: index) { return value }
            case UInt8(ascii: "e") where text.stands("eyJ", at: index) && !RedactionScan.isKey(text[index - 1]):
                if let end = webToken(text, at: index) { return index..<end }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The secret that belongs to the name at `index`.
    private static func namedSecret(_ text: RedactionScan, at index: Int) -> Range<Int>? {
        var start = index
        if text.stands("bearer", at: index, anyCase: true) || text.stands("basic", at: index, anyCase: true) {
            start += (text[index + 5] | 0x20) == UInt8(ascii: "r") ? 6 : 5
            let value = text.end(from: start, RedactionScan.isSpace)
            return value > start ? secret(text, from: value) : nil
        }
        guard let name = names.first(where: { text.stands($0, at: index, anyCase: true) }) else { return nil }
        start += name.utf8CodeUnitCount
        if isQuote(text[start]) { start += 1 }
        start = text.end(from: start, RedactionScan.isSpace)
        guard text[start] == UInt8(ascii: ":") || text[start] == UInt8(ascii: "=") else { return nil }
        start = text.end(from: start + 1, RedactionScan.isSpace)
        if isQuote(text[start]) { start += 1 }
        return secret(text, from: start)
    }

    private static func secret(_ text: RedactionScan, from start: Int) -> Range<Int>? {
        let end = text.end(from: start) { byte in
            !RedactionScan.isSpace(byte) && !isQuote(byte) && byte != UInt8(ascii: ",") && byte != UInt8(ascii: ";")
        }
        return end - start >= 6 ? start..<end : nil
    }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private static let names: [StaticString] = [
        "password", "passwd", "pwd", "secret", "token", "api_key", "api-key", "apikey",
    ]

    /// The end of the JSON Web Token (RFC 7519) at `start`; nil where there is none.
    private static func webToken(_ text: RedactionScan, at start: Int) -> Int? {
        let head = text.end(from: start, RedactionScan.isKey)
        guard head - start >= 11, text[head] == UInt8(ascii: ".") else { return nil }
        let body = text.end(from: head + 1, RedactionScan.isKey)
        guard body - head > 8, text[body] == UInt8(ascii: ".") else { return nil }
        return text.end(from: body + 1, RedactionScan.isKey)
    }

    /// Keys by the beginnings that their makers gave them.
    public static let key = Redaction.Rule(name: "KEY") { (text: RedactionScan) in
        var index = 0
        while index < text.count {
            guard text.beginsWord(index) else {
                index += 1
                continue
            }
            let first = text[index]
            for maker in makers where maker.prefix.utf8Start[0] == first && text.stands(maker.prefix, at: index) {
                let start = index + maker.prefix.utf8CodeUnitCount
                let end = text.end(
                    from: start, maker.hasSigns ? RedactionScan.isKey : RedactionScan.isAlphanumeric)
                if end - start >= maker.length { return index..<end }
            }
            index += 1
        }
        return nil
    }

    /// How keys begin, and how long they are behind that.
    private static let makers: [(prefix: StaticString, length: Int, hasSigns: Bool)] = [
        ("sk-", 12, true), ("tg-", 12, true), ("pk-", 12, true), ("xai-", 12, true), ("gsk_", 20, false),
        ("hf_", 20, false), ("r8_", 20, false), ("sk_", 16, true), ("rk_", 16, true), ("ghp_", 20, false),
        ("gho_", 20, false), ("ghu_", 20, false), ("ghs_", 20, false), ("ghr_", 20, false), ("github_pat_", 20, true),
        ("glpat-", 16, true), ("xoxa-", 10, true), ("xoxb-", 10, true), ("xoxp-", 10, true), ("xoxr-", 10, true),
        ("xoxs-", 10, true), ("AKIA", 16, false), ("ASIA", 16, false), ("AIza", 30, true), ("npm_", 20, false),
        ("pypi-", 16, true),
    ]

    /// E-mail addresses.
    public static let email = Redaction.Rule(name: "EMAIL") { (text: RedactionScan) in
        var from = 0
        while let sign = text.first("@", from: from) {
            var start = sign
            while start > max(from, sign - 64), isOfMailbox(text[start - 1]) { start -= 1 }
            if start < sign, let end = domainEnd(text, from: sign + 1) { return start..<end }
            from = sign + 1
        }
        return nil
    }

    private static func isOfMailbox(_ byte: UInt8) -> Bool {
        RedactionScan.isAlphanumeric(byte) || "._%+-".utf8.contains(byte)
    }

    /// The end of the name of a host with two labels or more; nil where there is none.
    private static func domainEnd(_ text: RedactionScan, from start: Int) -> Int? {
        var label = start
        var found: Int?
        while true {
            let end = text.end(from: label) { RedactionScan.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            guard end > label else { return found }
            let letters = text.end(from: label, RedactionScan.isLetter)
            if label > start, letters - label >= 2 { found = letters }
            guard text[end] == UInt8(ascii: ".") else { return found }
            label = end + 1
        }
    }

    /// 13 to 19 digits, perhaps with blanks or hyphens, whose check digit is right (ISO/IEC 7812).
    public static let card = Redaction.Rule(name: "CARD") { (text: RedactionScan) in
        var index = 0
        while index < text.count {
            guard RedactionScan.isDigit(text[index]) else {
                index += 1
                continue
            }
            if text.beginsWord(index), let end = cardEnd(text, from: index) { return index..<end }
            index = text.end(from: index, RedactionScan.isDigit)
        }
        return nil
    }

    private static func cardEnd(_ text: RedactionScan, from start: Int) -> Int? {
        var digits: [UInt8] = []
        var index = start
        var found: Int?
        while digits.count < 19 {
            if !digits.isEmpty, text[index] == 0x20 || text[index] == UInt8(ascii: "-") { index += 1 }
            guard RedactionScan.isDigit(text[index]) else { break }
            digits.append(text[index] - 0x30)
            index += 1
            if digits.count >= 13, !RedactionScan.isWord(text[index]), isCard(digits) { found = index }
        }
        return found
    }

    private static func isCard(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = Int(index % 2 == 1 ? digit * 2 : digit)
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0 && digits.contains { $0 != 0 }
    }

    /// Phone numbers: with `+` and country code, or three groups as in North America.
    public static let phone = Redaction.Rule(name: "PHONE") { (text: RedactionScan) in
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "+"), let end = internationalEnd(text, from: index + 1) { return index..<end }
            if byte == UInt8(ascii: "(") || RedactionScan.isDigit(byte) && text.beginsWord(index),
                let end = nationalEnd(text, from: index)
            {
                return index..<end
            }
            index += 1
        }
        return nil
    }

    /// 7 to 15 digits in groups, of which one may be in brackets (E.164, E.123).
    private static func internationalEnd(_ text: RedactionScan, from start: Int) -> Int? {
        guard RedactionScan.isDigit(text[start]), text[start] != UInt8(ascii: "0") else { return nil }
        var index = start
        var digits = 0
        var end: Int?
        while digits < 15 {
            let byte = text[index]
            if RedactionScan.isDigit(byte) {
                digits += 1
                if digits >= 7 { end = index + 1 }
            } else if isSeparator(byte) ? isSeparator(text[index - 1]) : !"()".utf8.contains(byte) {
                break
            }
            index += 1
        }
        return end
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { " -./".utf8.contains(byte) }

    /// `(555) 123-4567`, `555-123-4567`, `555.123.4567`.
    private static func nationalEnd(_ text: RedactionScan, from start: Int) -> Int? {
        var index = start
        if text[index] == UInt8(ascii: "(") { index += 1 }
        for (group, length) in [3, 3, 4].enumerated() {
            let end = text.end(from: index, RedactionScan.isDigit)
            guard end - index == length, group > 0 || text[index] >= UInt8(ascii: "2") else { return nil }
            index = end
            guard group < 2 else { break }
            if group == 0, text[index] == UInt8(ascii: ")") { index += 1 }
            guard " -.".utf8.contains(text[index]) else { return nil }
            index += 1
        }
        return RedactionScan.isWord(text[index]) ? nil : index
    }
}
