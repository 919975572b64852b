import Configuration
import Yams

/// A configuration file taken apart: values by their place, and everything about its structure that is wrong.
///
/// Values stay the text that was written, so that `0.15` never becomes a binary fraction.
struct ConfigurationFile {
    /// Values by the components of their path: `["providers", "1", "base_url"]`.
    private(set) var values: [AbsoluteConfigKey: ConfigValue] = [:]
    /// How many entries each list has.
    private(set) var entryCounts: [String: Int] = [:]
    /// Rates of a price, in their order, by the price's index.
    private(set) var rates: [Int: [(name: String, text: String)]] = [:]
    private(set) var problems: [Problem] = []

    /// No file.
    init() {}

    /// Takes `yaml` apart; `name` is what problems of the whole file are told under.
    init(yaml: String, name: String) {
        do {
            guard let root = try Yams.compose(yaml: yaml), root.null == nil else { return }
            walk(root, .root, [])
        } catch let error as YamlError {
            report(name, "It is not valid YAML: \(Self.text(of: error)).", "Correct the file at that place.")
        } catch {
            report(name, "It cannot be read as YAML: \(error).", "Correct the file.")
        }
    }

    private mutating func walk(_ node: Node, _ shape: FileShape, _ path: [String]) {
        if node.null != nil, !path.isEmpty { return }
        switch (shape, node) {
        case (.section(let members), .mapping(let mapping)):
            walk(mapping, members, path)
        case (.entries(let members), .sequence(let sequence)):
            entryCounts[Self.text(of: path)] = sequence.count
            for (index, entry) in sequence.enumerated() {
                guard case .mapping(let mapping) = entry else {
                    report(Self.text(of: path + ["\(index)"]), "It is not a mapping.", "Write 'key: value' lines here.")
                    continue
                }
                walk(mapping, members, path + ["\(index)"])
            }
        case (.value(let key), .scalar(let scalar)):
            values[AbsoluteConfigKey(path)] = ConfigValue(.string(scalar.string), isSecret: key.isSecret)
        case (.value(let key), .sequence(let sequence)) where key.kind.hasPrefix("list of "):
            let shares = sequence.compactMap { $0.scalar?.string }
            guard shares.count == sequence.count else { return mismatch(shape, path) }
            values[AbsoluteConfigKey(path)] = ConfigValue(
                .string(shares.joined(separator: ", ")), isSecret: key.isSecret)
        case (.names(let key), .sequence(let sequence)):
            let names = sequence.compactMap { $0.scalar?.string }
            guard names.count == sequence.count else { return mismatch(shape, path) }
            values[AbsoluteConfigKey(path)] = ConfigValue(.stringArray(names), isSecret: key.isSecret)
        case (.rates, .mapping(let mapping)):
            let rates = mapping.compactMap { name, rate in
                name.scalar.flatMap { name in rate.scalar.map { (name: name.string, text: $0.string) } }
            }
            guard rates.count == mapping.count, path.count == 3, let index = Int(path[1]) else {
                return mismatch(shape, path)
            }
            self.rates[index] = rates
        default:
            mismatch(shape, path)
        }
    }

    private mutating func walk(_ mapping: Node.Mapping, _ members: [String: FileShape], _ path: [String]) {
        for (nameNode, value) in mapping {
            guard let name = nameNode.scalar?.string else {
                report(Self.text(of: path), "A key is not a plain name.", "Write 'key: value' lines here.")
                continue
            }
            guard let member = members[name] else {
                let known = members.keys.sorted()
                let fix =
                    Similarity.closest(to: name, among: known).map { "Did you mean '\($0)'?" }
                    ?? "Known here: \(known.joined(separator: ", "))."
                report(Self.text(of: path + [name]), "There is no such key.", fix)
                continue
            }
            walk(value, member, path + [name])
        }
    }

    private mutating func mismatch(_ shape: FileShape, _ path: [String]) {
        let place = path.isEmpty ? "the file" : Self.text(of: path)
        report(place, "It has another shape than it must have.", "Write \(shape.expected).")
    }

    private mutating func report(_ path: String, _ message: String, _ fix: String) {
        problems.append(Problem(path: path, message: message, fix: fix))
    }

    /// `["providers", "1", "base_url"]` → `providers[1].base_url`.
    static func text(of path: [String]) -> String {
        path.reduce(into: "") { text, component in
            if component.utf8.allSatisfy({ (48...57).contains($0) }), !text.isEmpty {
                text += "[\(component)]"
            } else {
                text += text.isEmpty ? component : ".\(component)"
            }
        }
    }

    /// What and where, without the file's text, which may have secrets in it.
    private static func text(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(problem) at line \(mark.line), column \(mark.column)"
        case .duplicatedKeysInMapping(let duplicates, let context):
            "\(duplicates.joined(separator: ", ")) is written twice in one mapping near line \(context.mark.line)"
        case .reader(let problem, _, _, _): problem
        default: "it breaks the rules of the format"
        }
    }
}
