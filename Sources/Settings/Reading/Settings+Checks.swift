import Usage

extension Settings {
    /// What is refused at start, though each value is valid by itself (CONTRACTS.md "Environment and configuration").
    func refuseOpenDoors(_ reader: inout SettingsReader) {
        if !LoopbackName.contains(admin.host), admin.token == nil {
            reader.problem(
                reader.place(.adminHost), "Other machines could read the ledger on '\(admin.host)' without a token.",
                "Set TOLLGATE_ADMIN_TOKEN (admin.token), or use 127.0.0.1.")
        }
        let keyed = providers.filter { $0.apiKey != nil }.map(\.name.rawValue)
        if !LoopbackName.contains(host), !keyed.isEmpty, !requiresKeys, !allowsUnauthenticated {
            reader.problem(
                reader.place(.host),
                "Other machines could spend with the configured keys of \(keyed.joined(separator: ", ")) on '\(host)'.",
                "Set require_keys: true, or allow_unauthenticated: true if that is meant, or use 127.0.0.1.")
        }
        if port != 0, port == admin.port, host == admin.host || isWildcard(host) || isWildcard(admin.host) {
            reader.problem(
                reader.place(.adminPort), "Both planes would listen on port \(port).", "Give each a port of its own.")
        }
    }

    /// Variables that look as if they were meant for Tollgate, but are not read.
    func warnOfUnknownVariables(_ reader: inout SettingsReader, _ environment: [String: String]) {
        var known: Set = ["TOLLGATE_CONFIG"]
        for key in SettingKey.all {
            guard let name = key.environment else { continue }
            guard name.contains("<PROVIDER>") else {
                known.insert(name)
                continue
            }
            for provider in providers.map(\.name.rawValue) + ProviderPreset.all.map(\.name) {
                known.insert(name.replacing("<PROVIDER>", with: SettingKey.environmentName(of: provider)))
            }
        }
        for name in environment.keys.sorted() where name.hasPrefix("TOLLGATE_") && !known.contains(name) {
            reader.warning(
                name, "There is no such setting; the variable has no effect.",
                Similarity.closest(to: name, among: known.sorted()).map { "Did you mean \($0)?" }
                    ?? "docs/configuration.md lists every variable.")
        }
    }

    private func isWildcard(_ host: String) -> Bool { host == "0.0.0.0" || host == "::" }
}
