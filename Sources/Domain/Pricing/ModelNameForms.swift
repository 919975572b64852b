/// The spellings under which a model's name is looked up: as it is, then with what providers put around it cut off.
///
/// In order: `ft:BASE:org:…` → `ft:BASE`; `models/`, `<provider>/` and `publishers/<any>/models/` cut off; the tail of
/// an ARN; a compact date with dashes; a date, `@default` or `@latest` at the end cut off. Prefixes are cut one after
/// the other; the forms of the end are tried on what is left.
struct ModelNameForms {
    /// Lower-case, each once, the original first.
    private(set) var names: [String]

    /// The forms of `name`, which is lower-case, at the provider known as `providerNames`.
    init(_ name: String, providerNames: [String]) {
        names = [name]
        var rest = name
        if let base = Self.fineTuneBase(rest) {
            rest = base
            add(rest)
        }
        if let cut = Self.removingPrefix("models/", from: rest) {
            rest = cut
            add(rest)
        }
        for provider in providerNames {
            guard let cut = Self.removingPrefix("\(provider)/", from: rest) else { continue }
            rest = cut
            add(rest)
            break
        }
        if let cut = Self.publishedModel(rest) {
            rest = cut
            add(rest)
        }
        if rest.utf8.starts(with: "arn:".utf8), let slash = rest.utf8.lastIndex(of: UInt8(ascii: "/")) {
            rest = String(rest[rest.utf8.index(after: slash)...])
            add(rest)
        }
        addEndings(of: rest)
    }

    private mutating func add(_ name: String) {
        guard !name.isEmpty, !names.contains(name) else { return }
        names.append(name)
    }

    private mutating func addEndings(of name: String) {
        if let date = DateSuffix(name) {
            let stem = String(name.utf8.prefix(date.start)) ?? name
            if date.isCompact {
                let digits = String(name.utf8.suffix(8)) ?? ""
                add("\(stem)-\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))")
            }
            add(stem)
        }
        for suffix in ["@default", "@latest"] where name.utf8.hasEnd(suffix.utf8) {
            add(String(name.utf8.dropLast(suffix.utf8.count)) ?? name)
        }
    }

    /// `ft:BASE` of `ft:BASE:org:…`.
    private static func fineTuneBase(_ name: String) -> String? {
        guard name.utf8.starts(with: "ft:".utf8) else { return nil }
        let parts = name.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty else { return nil }
        return "ft:\(parts[1])"
    }

    private static func removingPrefix(_ prefix: String, from name: String) -> String? {
        guard name.utf8.starts(with: prefix.utf8) else { return nil }
        return String(name.utf8.dropFirst(prefix.utf8.count))
    }

    /// What follows `publishers/<any>/models/`, wherever that is in a resource name.
    private static func publishedModel(_ name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 4 else { return nil }
        for index in 0...(parts.count - 4) where parts[index] == "publishers" && parts[index + 2] == "models" {
            return parts[(index + 3)...].joined(separator: "/")
        }
        return nil
    }
}
