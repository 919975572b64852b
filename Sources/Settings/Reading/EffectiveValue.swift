/// A value in force, for a listing.
struct EffectiveValue: Sendable, Hashable {
    /// `admin.port`, `providers.openai.base_url`.
    var path: String
    /// As written, or `<redacted>`, or `(unset)`.
    var text: String
    /// The variable, option or place in the file; nil for a default.
    var origin: String?
}

extension Settings {
    /// The configuration in force, one `path: value` a line with where it comes from; secrets are redacted.
    public func describe() -> String {
        effective.map { value in
            let line = "\(value.path): \(value.text)"
            guard let origin = value.origin else { return line }
            return line + String(repeating: " ", count: max(2, 48 - line.count)) + "# \(origin)"
        }.joined(separator: "\n")
    }
}
