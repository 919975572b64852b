extension Settings {
    /// What is recorded of calls that are traced.
    mutating func readTracing(_ reader: inout SettingsReader) {
        tracing.content = reader.choice(.tracingContent) ?? .none
        tracing.contentText = reader.size(.tracingContentText, 64...65_536)
        tracing.redact = reader.read(
            .tracingRedact, expected: "a regular expression such as 'ACME-[0-9]{6}'"
        ) { text in (try? Regex(text)) == nil ? nil : text }
    }
}
