extension RedisConfiguration {
    /// Reads a URL; says what is wrong with it, never what its password is.
    public init(url: String) throws(RedisError) {
        let scheme: String
        if url.hasPrefix("redis://") {
            scheme = "redis://"
        } else if url.hasPrefix("rediss://") {
            scheme = "rediss://"
        } else {
            throw Self.invalid("It begins with neither redis:// nor rediss:// (TLS).")
        }
        let rest = url.dropFirst(scheme.utf8.count)
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw Self.invalid("Nothing may follow the database; write a '?' or '#' of the password as %3F or %23.")
        }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw Self.invalid("It has a blank or a control character in it; write a blank of the password as %20.")
        }
        let slash = rest.lastIndex(of: "@").map { rest[$0...].firstIndex(of: "/") } ?? rest.firstIndex(of: "/")
        let authority = rest[..<(slash ?? rest.endIndex)]
        let path = slash.map { rest[rest.index(after: $0)...] } ?? ""
        let at = authority.lastIndex(of: "@")
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        let (host, port) = try Self.hostAndPort(place)
        self.init(host: host, port: port)
        isTLS = scheme == "rediss://"
        if let at {
            let credentials = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard credentials.count == 2 else {
                throw Self.invalid(
                    "A password stands behind a colon: redis://:password@host or redis://user:password@host.")
            }
            username = credentials[0].isEmpty ? nil : try Self.decoded(credentials[0])
            password = try Self.decoded(credentials[1])
        }
        if !path.isEmpty {
            guard let number = Int(path), (0...65_535).contains(number), path.allSatisfy(\.isNumber) else {
                throw Self.invalid("What follows the slash is the number of a database, such as redis://host/2.")
            }
            database = number
        }
    }

    private static func hostAndPort(_ text: Substring) throws(RedisError) -> (host: String, port: Int) {
        var host = text
        var port: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else {
                throw invalid("An IPv6 address stands in brackets: redis://[::1]:6379.")
            }
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else {
                throw invalid("Behind the address in brackets comes a colon and the port.")
            }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
            guard port?.contains(":") == false else {
                throw invalid("An IPv6 address stands in brackets: redis://[::1]:6379.")
            }
        }
        guard !host.isEmpty else { throw invalid("It names no host, such as redis://127.0.0.1:6379.") }
        guard let port else { return (String(host), 6379) }
        guard let number = Int(port), (1...65_535).contains(number) else {
            throw invalid("The port is a number from 1 to 65535.")
        }
        return (String(host), number)
    }

    private static func decoded(_ text: Substring) throws(RedisError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                throw invalid("A '%' begins two hexadecimal digits; write a '%' of the password as %25.")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func invalid(_ reason: String) -> RedisError {
        RedisError(.configuration, "The URL of Redis (REDIS_URL) is not valid. \(reason)")
    }
}
