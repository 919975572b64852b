/// Which SDK it is, as envelopes and events tell.
public struct SentrySDKInfo: Sendable, Hashable {
    public var name: String
    public var version: String
    public var integrations: [String] = []
    public var packages: [String: String] = [:]

    /// An SDK.
    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    /// This one.
    public static let swift = SentrySDKInfo(name: "sentry.swift.tollgate", version: "0.1.0")

    /// `name/version`, as `sentry_client` and User-Agent want it.
    public var agent: String { "\(name)/\(version)" }

    var encoded: SentryValue {
        .fields([
            "name": .string(name), "version": .string(version),
            "integrations": integrations.isEmpty ? nil : .array(integrations.map { .string($0) }),
            "packages": packages.isEmpty
                ? nil
                : .array(
                    packages.sorted { $0.key < $1.key }.map {
                        ["name": .string($0.key), "version": .string($0.value)]
                    }),
        ])
    }
}
