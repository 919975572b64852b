/// Reads one value after the other and collects what is wrong with them.
struct SettingsReader {
    let sources: SettingsSources
    var problems: [Problem] = []
    var warnings: [Problem] = []
    private(set) var effective: [EffectiveValue] = []

    /// Reads from `sources`.
    init(_ sources: SettingsSources) { self.sources = sources }

    /// The value of `key`; its default where no source has it, or where what a source has is not `expected`.
    mutating func read<Value>(
        _ key: SettingKey, in entry: SettingEntry? = nil, aliases: [String] = [], expected: String,
        _ parse: (String) -> Value?
    ) -> Value? {
        let found = sources.value(of: key, in: entry, aliases: aliases)
        record(key, in: entry, found)
        let standard = key.defaultText.isEmpty ? nil : parse(key.defaultText)
        guard let found else { return standard }
        if let value = parse(found.text) { return value }
        let message =
            key.isSecret
            ? "The value has characters that no secret has."
            : "'\(ValueText.withoutCredentials(found.text))' is not \(article(key.kind))."
        problem(found.place, message, "Use \(expected).")
        return standard
    }

    /// One of the values of an enumeration.
    mutating func choice<Value: CaseIterable & RawRepresentable>(
        _ key: SettingKey, in entry: SettingEntry? = nil, among choices: [Value] = Array(Value.allCases)
    ) -> Value? where Value.RawValue == String {
        let names = choices.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return read(key, in: entry, expected: "one of \(names)") { text in
            choices.first { $0.rawValue == text.lowercased() }
        }
    }

    /// A switch.
    mutating func boolean(_ key: SettingKey, in entry: SettingEntry? = nil) -> Bool? {
        read(key, in: entry, expected: "true or false", ValueText.boolean)
    }

    /// A whole number within `range`.
    mutating func integer(_ key: SettingKey, _ range: ClosedRange<Int>, in entry: SettingEntry? = nil) -> Int? {
        read(key, in: entry, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            ValueText.integer(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A number of bytes within `range`.
    mutating func size(_ key: SettingKey, _ range: ClosedRange<Int>) -> Int {
        let expected = "a size such as 64KiB or 32MiB, from \(range.lowerBound) to \(range.upperBound) bytes"
        return read(key, expected: expected) { text in
            ValueText.size(text).flatMap { range.contains($0) ? $0 : nil }
        } ?? range.lowerBound
    }

    /// A time from a millisecond to a week.
    mutating func duration(_ key: SettingKey) -> Duration {
        let range = Duration.milliseconds(1)...Duration.seconds(604_800)
        return read(key, expected: "a time such as 500ms, 10s or 2m, up to 7d") { text in
            ValueText.duration(text).flatMap { range.contains($0) ? $0 : nil }
        } ?? range.lowerBound
    }

    /// A secret that can travel in a header.
    mutating func secret(_ key: SettingKey, in entry: SettingEntry? = nil, aliases: [String] = []) -> Secret? {
        read(
            key, in: entry, aliases: aliases,
            expected: "visible ASCII characters only; blanks and line ends often come along when a key is copied"
        ) { text in
            text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? Secret(text) : nil
        }
    }

    /// A list of names; empty when there is none.
    mutating func names(_ key: SettingKey, in entry: SettingEntry) -> [String] {
        let names = sources.names(of: key, in: entry) ?? []
        let found =
            names.isEmpty
            ? nil : SettingsSources.Found(text: names.joined(separator: ", "), place: key.place(in: entry))
        record(key, in: entry, found)
        return names
    }

    /// Notes something that is wrong.
    mutating func problem(_ path: String, _ message: String, _ fix: String) {
        problems.append(Problem(path: path, message: message, fix: fix))
    }

    /// Notes something that is valid, but probably not meant.
    mutating func warning(_ path: String, _ message: String, _ fix: String) {
        warnings.append(Problem(path: path, message: message, fix: fix))
    }

    /// Where the value of `key` stands, or would stand.
    func place(_ key: SettingKey, in entry: SettingEntry? = nil) -> String {
        sources.value(of: key, in: entry)?.place ?? key.place(in: entry)
    }

    private mutating func record(_ key: SettingKey, in entry: SettingEntry?, _ found: SettingsSources.Found?) {
        let written = found?.text ?? key.defaultText
        let text = written.isEmpty ? "(unset)" : key.isSecret ? "\(Secret(written))" : written
        effective.append(EffectiveValue(path: key.listed(in: entry), text: text, origin: found?.place))
    }

    private func article(_ kind: String) -> String {
        guard kind != "true or false" else { return kind }
        return ("aeiou".contains(kind.first ?? "x") ? "an " : "a ") + kind
    }
}
