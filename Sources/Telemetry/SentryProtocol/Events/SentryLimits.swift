/// What Sentry takes at most; what is longer is cut here, with an ellipsis, rather than refused there.
package enum SentryLimits {
    /// Bytes of an event or transaction, uncompressed.
    package static let eventBytes = 1 << 20
    /// Bytes of a client report.
    package static let clientReportBytes = 4 << 10
    /// Buckets of a `sessions` item.
    package static let sessionBuckets = 100
    /// Characters of a message or an exception's value.
    package static let message = 8_192
    package static let breadcrumb = 2_048
    package static let name = 200
    /// Characters of a tag's value; one that is longer is refused by Sentry.
    package static let tagValue = 200
    package static let tagKey = 32
    package static let spans = 1_000

    /// The first characters of `text`, at most `count` of UTF-8's bytes, never half a character.
    package static func cut(_ text: String, _ count: Int) -> String {
        guard text.utf8.count > count else { return text }
        var kept = ""
        var size = 0
        for scalar in text.unicodeScalars {
            size += scalar.utf8.count
            guard size <= count - 3 else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + "…"
    }

    /// Tags as Sentry takes them: keys of letters, digits and `_.:-`, values on one line, 200 at most.
    package static func tags(_ tags: [String: String]) -> [String: String] {
        var result: [String: String] = [:]
        for key in tags.keys.sorted().prefix(200) {
            guard let value = tags[key], !value.isEmpty, !key.isEmpty else { continue }
            let name = String(
                decoding: key.utf8.prefix(tagKey).map { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x3A, 0x2D: byte
                    default: 0x5F
                    }
                }, as: UTF8.self)
            let line = String(decoding: value.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self)
            result[name] = cut(line, tagValue)
        }
        return result
    }
}
