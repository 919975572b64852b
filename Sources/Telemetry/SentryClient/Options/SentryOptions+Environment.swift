public import SentryProtocol

extension SentryOptions {
    /// Options from `SENTRY_*` variables.
    ///
    /// `SENTRY_DSN`, `SENTRY_ENVIRONMENT`, `SENTRY_RELEASE`, `SENTRY_DIST`, `SENTRY_SERVER_NAME`, `SENTRY_SAMPLE_RATE`,
    /// `SENTRY_TRACES_SAMPLE_RATE` (0.2), `SENTRY_DEBUG`, `SENTRY_SEND_DEFAULT_PII`, `SENTRY_DATA_DIR`,
    /// `SENTRY_MONTHLY_EVENTS`, `SENTRY_MONTHLY_TRANSACTIONS`. Empty is unset; a number that cannot be read is passed over
    /// and told in ``problems``. A malformed DSN throws, as somebody who sets one wants to hear of errors.
    public init(environment: [String: String]) throws(SentryDSNError) {
        func text(_ name: String) -> String? {
            let value = Self.trimmed(environment[name] ?? "")
            return value.isEmpty ? nil : value
        }
        var dsn: SentryDSN?
        if let value = text("SENTRY_DSN") { dsn = try SentryDSN(value) }
        self.init(dsn: dsn)
        release = text("SENTRY_RELEASE")
        distribution = text("SENTRY_DIST")
        serverName = text("SENTRY_SERVER_NAME")
        directory = text("SENTRY_DATA_DIR")
        if let value = text("SENTRY_ENVIRONMENT") { self.environment = value }
        var problems: [String] = []
        func share(_ name: String) -> Double? {
            guard let value = text(name) else { return nil }
            if let number = Double(value), (0...1).contains(number) { return number }
            problems.append("\(name) is no number from 0 to 1 and was passed over.")
            return nil
        }
        func count(_ name: String) -> Int? {
            guard let value = text(name) else { return nil }
            if let number = Int(value), number >= 0 { return number }
            problems.append("\(name) is no whole number of 0 or more and was passed over.")
            return nil
        }
        func flag(_ name: String) -> Bool {
            guard let value = text(name)?.lowercased() else { return false }
            let isOn = ["true", "1", "yes", "on"].contains(value)
            if !isOn, !["false", "0", "no", "off"].contains(value) {
                problems.append("\(name) is neither true nor false and counts as false.")
            }
            return isOn
        }
        if let rate = share("SENTRY_SAMPLE_RATE") { sampleRate = rate }
        if let rate = share("SENTRY_TRACES_SAMPLE_RATE") { tracesSampleRate = rate }
        isDebug = flag("SENTRY_DEBUG")
        sendsDefaultPII = flag("SENTRY_SEND_DEFAULT_PII")
        let budget = SentryBudget(
            eventsPerMonth: count("SENTRY_MONTHLY_EVENTS"),
            transactionsPerMonth: count("SENTRY_MONTHLY_TRANSACTIONS"))
        if budget != SentryBudget() { self.budget = budget }
        self.problems = problems
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        let front = text.utf8.drop(while: isBlank)
        return String(decoding: front.reversed().drop(while: isBlank).reversed(), as: UTF8.self)
    }
}
