/// What may stand at one place of the configuration file, made from ``SettingKey/all``.
indirect enum FileShape {
    /// One value.
    case value(SettingKey)
    /// A list of names.
    case names(SettingKey)
    /// A mapping from a class of usage to its rate.
    case rates(SettingKey)
    /// A mapping with these keys.
    case section([String: FileShape])
    /// A list of mappings with these keys.
    case entries([String: FileShape])

    /// The whole file.
    static let root = FileShape.section(members(of: SettingKey.all.map { (Substring($0.path), $0) }))

    private static func members(of keys: [(path: Substring, key: SettingKey)]) -> [String: FileShape] {
        var members: [String: FileShape] = [:]
        for (name, group) in Dictionary(grouping: keys, by: { $0.path.prefix { $0 != "." } }) {
            let inner = group.map { (path: $0.path.dropFirst(name.count + 1), key: $0.key) }
            if name.hasSuffix("[]") {
                members[String(name.dropLast(2))] = .entries(Self.members(of: inner))
            } else if let only = inner.first, only.path.isEmpty {
                members[String(name)] = leaf(only.key)
            } else {
                members[String(name)] = .section(Self.members(of: inner))
            }
        }
        return members
    }

    private static func leaf(_ key: SettingKey) -> FileShape {
        switch key.kind {
        case "list of names": .names(key)
        case "rates": .rates(key)
        default: .value(key)
        }
    }

    /// What to write there, for a message.
    var expected: String {
        switch self {
        case .value(let key): "one value (\(key.kind))"
        case .names: "a list of names"
        case .rates: "a mapping such as 'input: 0.15'"
        case .section(let members): "a mapping with \(members.keys.sorted().joined(separator: ", "))"
        case .entries(let members): "a list of mappings with \(members.keys.sorted().joined(separator: ", "))"
        }
    }
}
