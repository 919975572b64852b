public import Logging
public import SentryClient
import SentryProtocol

/// A handler for swift-log that makes events of errors and breadcrumbs of the rest.
///
/// ```swift
/// LoggingSystem.bootstrap { label in
///     MultiplexLogHandler([StreamLogHandler.standardError(label: label), SentryLogHandler(label: label, client: sentry)])
/// }
/// ```
/// From `error` on a line becomes an event, titled by its message (or by the error it was given) and grouped by message and
/// logger, not by metadata. `info` to `warning` become breadcrumbs; below nothing is kept. What the client's own task logs
/// is left out, or a failure to send would be sent.
public struct SentryLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?
    public var logLevel: Logger.Level = .info
    /// From here on a line is an event.
    public var eventLevel: Logger.Level = .error
    /// From here on a line is a breadcrumb.
    public var breadcrumbLevel: Logger.Level = .info
    private let label: String
    private let client: SentryClient?

    /// A handler.
    ///
    /// - Parameters:
    ///   - label: The logger's, which events name.
    ///   - client: nil = the process's own, that of `SentrySDK`, as it is when something is logged.
    ///   - metadataProvider: Adds to each line's metadata.
    public init(
        label: String, client: SentryClient? = nil,
        metadataProvider: Logger.MetadataProvider? = LoggingSystem.metadataProvider
    ) {
        self.label = label
        self.client = client
        self.metadataProvider = metadataProvider
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let client = client ?? SentrySDK.client
        guard client.isEnabled, !SentryInternal.isActive else { return }
        if event.level >= eventLevel {
            capture(event, client)
        } else if event.level >= breadcrumbLevel {
            var breadcrumb = SentryBreadcrumb(
                "\(event.message)", category: label, level: SentryLevel(event.level), data: fields(event))
            breadcrumb.type = event.level >= .warning ? "error" : "default"
            client.addBreadcrumb(breadcrumb)
        }
    }

    private func capture(_ event: LogEvent, _ client: SentryClient) {
        let fields = fields(event)
        let message = "\(event.message)"
        let change = { (scope: inout SentryScopeData) in
            scope.extra.merge(fields) { $1 }
            scope.tags["logger"] = label
        }
        let level = SentryLevel(event.level)
        if let error = event.error {
            var mechanism = SentryMechanism("logging", isHandled: true)
            mechanism.data = ["message": .string(message)]
            client.capture(error, level: level, mechanism: mechanism, change: change)
        } else {
            client.capture(
                message: SentryMessage(message, template: message), level: level,
                change: { scope in
                    change(&scope)
                    if scope.fingerprint.isEmpty { scope.fingerprint = [label, message] }
                })
        }
    }

    private func fields(_ event: LogEvent) -> [String: SentryValue] {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        var fields = all.mapValues { SentryValue($0) }
        let file = event.file.split(separator: "/").suffix(2).joined(separator: "/")
        fields["source"] = .string("\(file):\(event.line)")
        return fields
    }
}

extension SentryLevel {
    /// What a level of swift-log is for Sentry.
    init(_ level: Logger.Level) {
        switch level {
        case .trace, .debug: self = .debug
        case .info, .notice: self = .info
        case .warning: self = .warning
        case .error: self = .error
        case .critical: self = .fatal
        }
    }
}

extension SentryValue {
    /// Metadata as it is.
    init(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): self = .string(text)
        case .stringConvertible(let value): self = .string("\(value)")
        case .array(let values): self = .array(values.map { SentryValue($0) })
        case .dictionary(let values): self = .object(values.mapValues { SentryValue($0) })
        }
    }
}
