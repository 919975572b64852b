import WireText

/// What a trace's first service said about it: travels in `baggage` as `sentry-…`, and in the `trace` of envelopes.
///
/// Frozen: whoever receives one passes it on as it is, unknown fields included, and adds nothing (SD
/// `telemetry/traces/dynamic-sampling-context.mdx`).
public struct SentryDynamicSamplingContext: Sendable, Hashable {
    /// By name, without `sentry-`: `trace_id`, `public_key`, `sample_rate`, `sample_rand`, `sampled`, `release`,
    /// `environment`, `transaction`, `org_id`.
    public let fields: [String: String]

    /// A context of these fields; empty values are left out.
    public init(fields: [String: String]) { self.fields = fields.filter { !$0.value.isEmpty && !$0.key.isEmpty } }

    /// The context that the first service of a trace makes.
    ///
    /// - Parameters:
    ///   - traceID: The trace that begins.
    ///   - dsn: Whose public key and organisation it names.
    ///   - release: The program's version.
    ///   - environment: Where it runs.
    ///   - transaction: Only where its name is a route or the like, never a raw path.
    ///   - sampleRate: By which it was decided; nil = there was no decision (tracing is off).
    ///   - isSampled: What was decided.
    public init(
        traceID: SentryTraceID, dsn: SentryDSN, release: String?, environment: String?, transaction: String? = nil,
        sampleRate: Double? = nil, isSampled: Bool? = nil
    ) {
        var fields = ["trace_id": "\(traceID)", "public_key": dsn.publicKey]
        fields["release"] = release
        fields["environment"] = environment
        fields["transaction"] = transaction
        fields["org_id"] = dsn.organizationID
        fields["sample_rate"] = sampleRate.map { "\($0)" }
        fields["sampled"] = isSampled.map { $0 ? "true" : "false" }
        fields["sample_rand"] = Self.sixPlaces(traceID.sampleRandom)
        self.init(fields: fields)
    }

    /// Reads the `sentry-` entries of a `baggage` header (several joined with commas); nil where there are none.
    public init?(baggage: some StringProtocol) {
        var fields: [String: String] = [:]
        for member in baggage.utf8.prefix(8_192).split(separator: 0x2C) {
            let pair = member.prefix { $0 != 0x3B }.split(separator: 0x3D, maxSplits: 1)
            guard pair.count == 2 else { continue }
            let key = pair[0].filter { $0 != 0x20 && $0 != 0x09 }
            guard key.starts(with: "sentry-".utf8), key.count > 7, key.allSatisfy(Self.isTokenByte) else { continue }
            let value = PercentEncoding.decoded(pair[1].filter { $0 != 0x20 && $0 != 0x09 })
            fields[String(decoding: key.dropFirst(7), as: UTF8.self)] = value
        }
        guard !fields.isEmpty else { return nil }
        self.init(fields: fields)
    }

    /// The entries for a `baggage` header, in the order of their names; those whose name no header can hold are left out.
    public var baggage: String {
        fields.filter { $0.key.utf8.allSatisfy(Self.isTokenByte) }.sorted { $0.key < $1.key }
            .map { "sentry-\($0.key)=\(PercentEncoding.encoded($0.value))" }
            .joined(separator: ",")
    }

    /// A `baggage` header's value with these entries in place of its `sentry-` ones.
    public func merged(into header: String?) -> String {
        let others = (header ?? "").split(separator: ",").filter { member in
            !member.utf8.drop(while: { $0 == 0x20 || $0 == 0x09 }).starts(with: "sentry-".utf8)
        }
        return (others.map(String.init) + [baggage]).filter { !$0.isEmpty }.joined(separator: ",")
    }

    /// Of names (RFC 9110, section 5.6.2), which are passed on as they are.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// `0.123456`: never more than the number, so that a rate of 0.1 is not passed by rounding.
    private static func sixPlaces(_ number: Double) -> String {
        let digits = String(Int((number * 1e6).rounded()))
        return "0." + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
