extension Settings {
    /// Error reports; the variables of Sentry's own SDKs are read, too.
    mutating func readSentry(_ reader: inout SettingsReader) {
        sentry.dsn = reader.secret(.sentryDSN, aliases: ["SENTRY_DSN"])
        sentry.environment = name(.sentryEnvironment, "SENTRY_ENVIRONMENT", &reader) ?? "production"
        sentry.release = name(.sentryRelease, "SENTRY_RELEASE", &reader)
        sentry.sampleRate = share(.sentrySampleRate, "SENTRY_SAMPLE_RATE", &reader)
        sentry.tracesSampleRate = share(.sentryTracesSampleRate, "SENTRY_TRACES_SAMPLE_RATE", &reader)
        sentry.isDebug =
            reader.read(
                .sentryDebug, aliases: ["SENTRY_DEBUG"], expected: "true or false", ValueText.boolean) ?? false
        sentry.monthlyEvents = number(.sentryMonthlyEvents, "SENTRY_MONTHLY_EVENTS", &reader)
        sentry.monthlyTransactions = number(.sentryMonthlyTransactions, "SENTRY_MONTHLY_TRANSACTIONS", &reader)
        sentry.budgetRefusals = reader.choice(.sentryBudgetRefusals) ?? .breadcrumb
        sentry.callerErrors = reader.choice(.sentryCallerErrors) ?? .breadcrumb
        sentry.tunnel.isOn = reader.boolean(.sentryTunnel) ?? true
        sentry.tunnel.dsns =
            reader.read(.sentryTunnelDSNs, expected: "DSNs such as https://KEY@HOST/PROJECT") { text in
                let all = Self.items(text)
                return all.allSatisfy { $0.contains("://") && $0.contains("@") } ? all.map { Secret($0) } : nil
            } ?? []
        sentry.tunnel.origins =
            reader.read(
                .sentryTunnelOrigins, expected: "origins without a path, such as https://shop.example"
            ) { text in
                let all = Self.items(text).compactMap(Self.origin)
                return all.count == Self.items(text).count ? all : nil
            } ?? []
        sentry.tunnel.size = reader.size(.sentryTunnelSize, 1024...209_715_200)
        sentry.tunnel.rate = reader.integer(.sentryTunnelRate, 1...1_000_000) ?? 300
        if sentry.dsn == nil, !sentry.tunnel.dsns.isEmpty {
            reader.warning(
                reader.place(.sentryTunnelDSNs), "Pages' reports are not taken while errors are not reported at all.",
                "Set SENTRY_DSN (sentry.dsn), too.")
        }
    }

    private func name(_ key: SettingKey, _ alias: String, _ reader: inout SettingsReader) -> String? {
        reader.read(key, aliases: [alias], expected: "a name of 1 to 200 characters without blanks and slashes") {
            text in
            let isName = text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0 != "/" && $0 != "\\" && $0.value != 0x7F
            }
            return isName && (1...200).contains(text.count) ? text : nil
        }
    }

    private func share(_ key: SettingKey, _ alias: String, _ reader: inout SettingsReader) -> Double {
        reader.read(key, aliases: [alias], expected: "a share from 0 to 1, such as 0.2") { text in
            Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
        } ?? 0
    }

    private func number(_ key: SettingKey, _ alias: String, _ reader: inout SettingsReader) -> Int? {
        reader.read(key, aliases: [alias], expected: "a whole number") { text in
            ValueText.integer(text).flatMap { $0 >= 0 ? $0 : nil }
        }
    }

    private static func items(_ text: String) -> [String] {
        text.split(whereSeparator: { ", []".contains($0) }).map(String.init)
    }

    private static func origin(_ text: String) -> String? {
        let lower = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: { lower.hasPrefix($0) }) else { return nil }
        let authority = lower.dropFirst(scheme.count)
        let isAuthority = authority.utf8.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "0"..."9", "-", ".", ":", "[", "]": true
            default: false
            }
        }
        return isAuthority && !authority.isEmpty ? lower : nil
    }
}
