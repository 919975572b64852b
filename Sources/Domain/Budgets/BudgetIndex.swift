/// Which lines apply to a call: by scope and name, without looking at scopes that have no budget.
struct BudgetIndex: Sendable {
    private var users: [String: [Int]] = [:]
    private var keys: [String: [Int]] = [:]
    private var components: [String: [Int]] = [:]
    private var models: [String: [Int]] = [:]
    private var gateway: [Int] = []
    /// The line of users without a budget of their own in its window.
    var standard: (line: Int, window: BudgetWindow)?

    /// A line that applies, and whose account it is then.
    struct Match {
        var line: Int
        var name: String
    }

    /// Adds the line of the budget `id`.
    mutating func add(_ line: Int, _ id: BudgetID) { change(id) { $0.append(line) } }

    /// Takes the line of the budget `id` out.
    mutating func remove(_ line: Int, _ id: BudgetID) { change(id) { $0.removeAll { $0 == line } } }

    private mutating func change(_ id: BudgetID, _ body: (inout [Int]) -> Void) {
        func change(_ names: inout [String: [Int]]) {
            var lines = names[id.name] ?? []
            body(&lines)
            names[id.name] = lines.isEmpty ? nil : lines
        }
        switch id.scope {
        case .user: change(&users)
        case .key: change(&keys)
        case .component: change(&components)
        case .model: change(&models)
        case .gateway: body(&gateway)
        }
    }

    /// Appends all lines that apply to `subject`.
    ///
    /// - Parameter windowOf: the window of a line.
    func matches(_ subject: borrowing BudgetSubject, into matches: inout [Match], windowOf: (Int) -> BudgetWindow) {
        var isStandard = standard != nil
        if !users.isEmpty, let lines = users[subject.user] {
            for line in lines {
                matches.append(Match(line: line, name: subject.user))
                if windowOf(line) == standard?.window { isStandard = false }
            }
        }
        if isStandard, let standard { matches.append(Match(line: standard.line, name: subject.user)) }
        if !keys.isEmpty, let key = subject.key, let lines = keys[key] {
            for line in lines { matches.append(Match(line: line, name: key)) }
        }
        if !components.isEmpty, let lines = components[subject.component] {
            for line in lines { matches.append(Match(line: line, name: subject.component)) }
        }
        if !models.isEmpty, let model = subject.model, let lines = models[model] {
            for line in lines { matches.append(Match(line: line, name: model)) }
        }
        for line in gateway { matches.append(Match(line: line, name: BudgetID.wholeGateway)) }
    }
}
