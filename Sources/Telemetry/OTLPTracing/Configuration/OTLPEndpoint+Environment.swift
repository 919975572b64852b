import WireText

extension OTLPEndpoint {
    /// What `OTEL_EXPORTER_OTLP_*` says about traces (opentelemetry-specification, `protocol/exporter.md`).
    init(_ reader: inout EnvironmentReader) {
        func name(_ end: String) -> String { "OTEL_EXPORTER_OTLP_\(end)" }
        if let url = reader.text(name("TRACES_ENDPOINT")) {
            set(url, from: name("TRACES_ENDPOINT"), &reader) { $0.path.isEmpty ? $0.origin + "/" + $0.query : $0.whole }
        } else if let url = reader.text(name("ENDPOINT")) {
            set(url, from: name("ENDPOINT"), &reader) { parts in
                parts.origin + parts.path + (parts.path.hasSuffix("/") ? "" : "/") + "v1/traces" + parts.query
            }
        }
        if let text = reader.text(name("TRACES_HEADERS"), name("HEADERS")) { headers = Self.headers(text, &reader) }
        switch reader.text(name("TRACES_COMPRESSION"), name("COMPRESSION"))?.lowercased() {
        case "gzip": isCompressed = true
        case "none", nil: break
        default: reader.complain(name("COMPRESSION"), "is neither gzip nor none; nothing is compressed")
        }
        timeout = reader.milliseconds(name("TRACES_TIMEOUT"), name("TIMEOUT")) ?? timeout
        if let text = reader.text(name("TRACES_PROTOCOL"), name("PROTOCOL")), text.lowercased() != "http/protobuf" {
            reader.complain(name("PROTOCOL"), "is \(text); only http/protobuf is there, and is used")
        }
        certificate = reader.text(name("TRACES_CERTIFICATE"), name("CERTIFICATE"))
        clientCertificate = reader.text(name("TRACES_CLIENT_CERTIFICATE"), name("CLIENT_CERTIFICATE"))
        clientKey = reader.text(name("TRACES_CLIENT_KEY"), name("CLIENT_KEY"))
    }

    private struct Parts {
        var whole: String
        /// Scheme and authority.
        var origin: String
        var path: String
        /// With its question mark.
        var query: String
    }

    private mutating func set(
        _ text: String, from name: String, _ reader: inout EnvironmentReader, _ make: (Parts) -> String
    ) {
        let lower = text.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return reader.complain(name, "is not an http or https URL; \(url) is used") }
        let start = text.index(text.startIndex, offsetBy: lower.hasPrefix("https") ? 8 : 7)
        let whole = String(text.prefix { $0 != "#" })
        let end = whole[start...].firstIndex { $0 == "/" || $0 == "?" } ?? whole.endIndex
        guard end > start else { return reader.complain(name, "names no host; \(url) is used") }
        let question = whole[end...].firstIndex(of: "?") ?? whole.endIndex
        url = make(
            Parts(
                whole: whole, origin: String(whole[..<end]), path: String(whole[end..<question]),
                query: String(whole[question...])))
    }

    /// `name=value,…`, the values percent-encoded.
    private static func headers(_ text: String, _ reader: inout EnvironmentReader) -> [Header] {
        var result: [Header] = []
        for member in text.split(separator: ",") {
            let parts = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = EnvironmentReader.trimmed(parts[0])
            let value = parts.count == 2 ? PercentEncoding.decoded(EnvironmentReader.trimmed(parts[1]).utf8) : ""
            let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }
            // The value may be a secret, and is not told.
            guard parts.count == 2, !name.isEmpty, isToken, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                reader.complain("OTEL_EXPORTER_OTLP_HEADERS", "has a member that is not name=value; it was passed over")
                continue
            }
            result.append(Header(name: name, value: value))
        }
        return result
    }
}
