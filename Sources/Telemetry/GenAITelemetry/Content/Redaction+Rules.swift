extension Redaction.Rule {
    /// A private key in PEM, up to its end or the text's.
    public static let privateKey = Redaction.Rule(name: "PRIVATE_KEY") { text in
        guard let begin = text.firstRange(of: /-----BEGIN [A-Z ]*PRIVATE KEY-----/) else { return nil }
        let end = text[begin.upperBound...].firstRange(of: /-----END [A-Z ]*PRIVATE KEY-----/)
        return begin.lowerBound..<(end?.upperBound ?? text.endIndex)
    }

    /// What follows `Bearer`, `Basic`, or a name like `password` or `token` and a sign; and JSON Web Tokens.
    public static let token = Redaction.Rule(name: "SECRET") { text in
        let named = text.firstMatch(
            of:
                /(?i)(?:bearer\s+|basic\s+|(?:password|passwd|pwd|secret|token|api[_-]?key)["']?\s*[:=]\s*["']?)([^\s"',;]{6,})/
        )
        let web = text.firstRange(of: /eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]*/)
        let range = named.map { $0.output.1.startIndex..<$0.output.1.endIndex }
        return [range, web].compactMap(\.self).min { $0.lowerBound < $1.lowerBound }
    }

    /// Keys by the beginnings that their makers gave them.
    public static let key = Redaction.Rule(name: "KEY") { text in
        text.firstRange(
            of:
                /\b(?:sk-[A-Za-z0-9_\-]{12,}|tg-[A-Za-z0-9_\-]{12,}|gh[pousr]_[A-Za-z0-9]{20,}|xox[abprs]-[A-Za-z0-9\-]{10,}|AKIA[0-9A-Z]{16}|AIza[0-9A-Za-z_\-]{30,}|glpat-[A-Za-z0-9_\-]{16,})/
        )
    }

    /// E-mail addresses.
    public static let email = Redaction.Rule(name: "EMAIL") { text in
        text.firstRange(of: /[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62}\.){1,8}[A-Za-z]{2,24}/)
    }

    /// 13 to 19 digits, perhaps with blanks or hyphens, whose check digit is right (ISO/IEC 7812).
    public static let card = Redaction.Rule(name: "CARD") { text in
        var rest = text
        while let range = rest.firstRange(of: /\b[0-9](?:[ \-]?[0-9]){12,18}\b/) {
            let digits = rest[range].utf8.compactMap { (0x30...0x39).contains($0) ? Int($0) - 0x30 : nil }
            if isCard(digits) { return range }
            rest = rest[range.upperBound...]
        }
        return nil
    }

    /// Phone numbers: with `+` and country code, or three groups as in North America.
    public static let phone = Redaction.Rule(name: "PHONE") { text in
        text.firstRange(
            of:
                /\+[1-9][0-9]{0,2}[ \-.\/]?(?:\([0-9]{1,4}\)[ \-.\/]?)?[0-9]{2,4}(?:[ \-.\/]?[0-9]{2,4}){1,4}|\(?\b[2-9][0-9]{2}\)?[ \-.][0-9]{3}[ \-.][0-9]{4}\b/
        )
    }

    private static func isCard(_ digits: [Int]) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let doubled = index % 2 == 1 ? digit * 2 : digit
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0 && digits.contains { $0 != 0 }
    }
}
