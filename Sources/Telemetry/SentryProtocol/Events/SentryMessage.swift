/// A message, with what varies in it kept apart, so that equal ones are grouped.
public struct SentryMessage: Sendable, Hashable {
    /// For people to read.
    public var formatted: String
    /// With `%s` where a parameter stands.
    public var template: String?
    public var parameters: [String] = []

    /// A message.
    public init(_ formatted: String, template: String? = nil, parameters: [String] = []) {
        self.formatted = formatted
        self.template = template
        self.parameters = parameters
    }

    var encoded: SentryValue {
        .fields([
            "formatted": .string(SentryLimits.cut(formatted, SentryLimits.message)),
            "message": template.map { .string(SentryLimits.cut($0, SentryLimits.message)) },
            "params": parameters.isEmpty ? nil : .array(parameters.map { .string($0) }),
        ])
    }
}
