import Pricing

extension Settings {
    /// Everything outside lists, limits and times.
    mutating func readGeneral(_ reader: inout SettingsReader) {
        host = address(.host, &reader)
        port = reader.integer(.port, 0...65535) ?? 0
        admin.host = address(.adminHost, &reader)
        admin.port = reader.integer(.adminPort, 0...65535) ?? 0
        admin.token = reader.secret(.adminToken)
        admin.traceURL = reader.read(
            .adminTraceURL, expected: "an http or https URL with {trace_id} in it"
        ) { text in
            let isWeb = text.hasPrefix("https://") || text.hasPrefix("http://")
            return isWeb && text.contains("{trace_id}") ? text : nil
        }
        dataDirectory = reader.read(.dataDirectory, expected: "the path of a directory") { $0 } ?? ""
        if dataDirectory.hasPrefix("~") {
            reader.warning(
                reader.place(.dataDirectory), "'~' is not the home directory here, but a directory of that name.",
                "Write the whole path.")
        }
        logLevel = reader.choice(.logLevel) ?? .info
        requiresKeys = reader.boolean(.requireKeys) ?? false
        allowsUnauthenticated = reader.boolean(.allowUnauthenticated) ?? false
        trustsUserHeader = reader.boolean(.trustUserHeader) ?? false
        fallbackPrice = reader.read(
            .fallbackPrice, expected: "two prices in USD per million tokens, such as 2.50/10.00"
        ) { FallbackPrice($0) }
        threads = reader.integer(.threads, 1...1024)
        reconnectsOnStale = reader.boolean(.reconnectOnStale) ?? true
        onLedgerFailure = reader.choice(.onLedgerFailure) ?? .auto
        ledger.synchronous = reader.choice(.ledgerSynchronous) ?? .normal
        ledger.retentionDays = reader.integer(.ledgerRetention, 1...36_500) ?? 400
        metricsMaxLines = reader.integer(.metricsMaxLines, 500...1_000_000) ?? 8000
        if let token = admin.token, token.reveal().utf8.count < 16 {
            reader.warning(
                reader.place(.adminToken), "The token is short enough to be guessed.",
                "Use 16 characters or more, such as the output of 'openssl rand -hex 24'.")
        }
        if ledger.retentionDays < 35 {
            reader.warning(
                reader.place(.ledgerRetention), "Rows of the running month may be removed before it ends.",
                "Use 35 days or more if rows are to be looked at by month.")
        }
    }

    /// A name or address to bind, without the brackets of an IPv6 address.
    private func address(_ key: SettingKey, _ reader: inout SettingsReader) -> String {
        reader.read(key, expected: "a host name or an IP address without a port, such as 127.0.0.1") { text in
            let host = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
            let isName = host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
            let isIPv6 = host.filter { $0 == ":" }.count >= 2 && host.allSatisfy { $0.isHexDigit || ".:%".contains($0) }
            return !host.isEmpty && (isName || isIPv6) ? host : nil
        } ?? ""
    }
}
