/// A DSN that cannot be used, and what to do about it.
public struct SentryDSNError: Error, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case scheme, publicKey, host, port, project, characters
    }

    public let code: Code

    /// An error of this kind.
    public init(code: Code) { self.code = code }

    /// A sentence for whoever set the DSN; it never repeats the DSN, as that may hold a secret.
    public var description: String {
        let problem =
            switch code {
            case .scheme: "does not begin with https:// or http://"
            case .publicKey: "has no public key before the @"
            case .host: "names no host after the @"
            case .port: "has a port that is no number from 1 to 65535"
            case .project: "does not end with a project's number, as in /42"
            case .characters: "contains a blank, a quote, a control character, or a query"
            }
        return
            "The Sentry DSN \(problem). It looks like https://KEY@HOST/PROJECT; copy it from Sentry: Settings, Projects, Client Keys (DSN)."
    }
}
