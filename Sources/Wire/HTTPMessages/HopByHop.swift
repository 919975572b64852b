/// Which fields belong to one connection and must not be relayed (RFC 9110, section 7.6.1).
public enum HopByHop {
    /// Whether a field of this name is never relayed.
    ///
    /// `Transfer-Encoding` is among them: who relays writes its own framing. `Trailer` is too, since
    /// ``ChunkedDecoder`` drops trailers.
    public static func isHopByHop(_ field: KnownField) -> Bool {
        switch field {
        case .connection, .keepAlive, .proxyConnection, .proxyAuthenticate, .proxyAuthorization, .te, .trailer,
            .transferEncoding, .upgrade:
            true
        default: false
        }
    }

    /// The fields that a `Connection` field names besides those that ``isHopByHop(_:)`` knows.
    ///
    /// Made once a head; ``contains(_:)`` is called once a field. A field that the gateway knows to be meant for the
    /// other end (`Host`, `Authorization`, `Content-Length`, …) is not dropped because somebody names it: that would
    /// let a client take away what an earlier hop added.
    public struct Listed {
        private let bytes: UnsafeRawBufferPointer
        private let fields: [HTTPField]
        private let namesMore: Bool

        /// What the `Connection` fields among `fields` name.
        ///
        /// `bytes` are those that `fields` point into, and must outlive this value.
        public init(_ fields: [HTTPField], known: KnownFieldSet, in bytes: UnsafeRawBufferPointer) {
            self.bytes = bytes
            self.fields = fields
            namesMore =
                known.contains(.connection)
                && fields.contains { field in
                    guard field.known == .connection else { return false }
                    return ListTokens(bytes, field.value).contains { token in
                        !ASCII.equals(bytes, token, "close") && !ASCII.equals(bytes, token, "keep-alive")
                    }
                }
        }

        /// Whether the field must be dropped.
        public func contains(_ field: HTTPField) -> Bool {
            if isHopByHop(field.known) { return true }
            guard namesMore, field.known == .other else { return false }
            return fields.contains { list in
                list.known == .connection
                    && ListTokens(bytes, list.value).contains { sameName($0, field.name) }
            }
        }

        private func sameName(_ token: Range<Int>, _ name: Range<Int>) -> Bool {
            token.count == name.count
                && zip(token, name).allSatisfy { ASCII.lowercase(bytes[$0]) == ASCII.lowercase(bytes[$1]) }
        }
    }
}
