/// Where a provider's API lives: an origin and an optional path prefix, to which a request's own path is appended.
public struct BaseURL: Sendable, Hashable {
    /// What is spoken to the provider.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        case http
        case https
    }

    public var scheme: Scheme
    /// Lower case; an IPv6 address without its brackets.
    public var host: String
    public var port: Int
    /// Empty, or `/` and more without a trailing `/`.
    public var pathPrefix: String

    /// Reads an absolute http or https URL without user, query and fragment; nil for anything else.
    public init?(_ text: String) {
        guard let separator = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased()),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"") }),
            !text.contains(where: { "?#@<>{}|^`".contains($0) })
        else { return nil }
        let rest = text[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let (host, port) = Self.split(authority) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port ?? (scheme == .https ? 443 : 80)
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path.removeLast() }
        guard !path.contains("//"), !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            return nil
        }
        pathPrefix = String(path)
    }

    /// Host and port of an authority; nil when it is not one.
    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Int?
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            let digits = authority[authority.index(after: colon)...]
            guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(digits),
                (1...65535).contains(number)
            else { return nil }
            port = number
            host = authority[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
        } else {
            guard !host.isEmpty, !host.hasPrefix("."),
                host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." || $0 == "_" })
            else { return nil }
        }
        return (host.lowercased(), port)
    }
}

extension BaseURL: CustomStringConvertible {
    public var description: String {
        let shown = host.contains(":") ? "[\(host)]" : host
        let isDefault = port == (scheme == .https ? 443 : 80)
        return "\(scheme.rawValue)://\(shown)\(isDefault ? "" : ":\(port)")\(pathPrefix)"
    }
}
