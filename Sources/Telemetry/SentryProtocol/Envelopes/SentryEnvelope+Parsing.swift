extension SentryEnvelope {
    /// What makes bytes no envelope.
    public enum ParsingError: Error, Hashable {
        /// The first line is no JSON object.
        case header
        /// The line in front of an item is no JSON object with a `type`.
        case itemHeader
        /// An item's `length` is negative, or more than there is, or not followed by a line feed.
        case length
        /// More bytes or items than allowed.
        case tooLarge
    }

    /// Reads an envelope; unknown types of items and fields are kept.
    ///
    /// - Parameters:
    ///   - bytes: The whole body, decompressed.
    ///   - maximumBytes: More are refused unread.
    ///   - maximumItems: More are refused.
    public init(
        _ bytes: [UInt8], maximumBytes: Int = SentryEnvelope.maximumBytes, maximumItems: Int = 200
    ) throws(ParsingError) {
        guard bytes.count <= maximumBytes else { throw .tooLarge }
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        guard let header = SentryEnvelopeHeader(json: bytes[..<end]) else { throw .header }
        self.init(header)
        var position = min(end + 1, bytes.endIndex)
        while position < bytes.endIndex {
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.endIndex
            // Empty lines may follow the last item.
            if bytes[position..<end].allSatisfy({ $0 == 0x0D || $0 == 0x20 }) {
                position = min(end + 1, bytes.endIndex)
                continue
            }
            guard items.count < maximumItems else { throw .tooLarge }
            guard case .object(var fields)? = SentryValue(json: bytes[position..<end]),
                let type = fields.removeValue(forKey: "type")?.text
            else { throw .itemHeader }
            let start = min(end + 1, bytes.endIndex)
            let stop = try Self.end(of: fields.removeValue(forKey: "length"), from: start, in: bytes)
            items.append(
                SentryEnvelopeItem(
                    SentryItemType(rawValue: type), payload: Array(bytes[start..<stop]), fields: fields))
            position = min(stop + 1, bytes.endIndex)
        }
    }

    /// Reads only the header, which is what a tunnel has to know; nil while the first line is not complete.
    ///
    /// - Parameters:
    ///   - bytes: What there is of the body.
    ///   - maximumLine: A first line that is longer is no header.
    public static func header(of bytes: [UInt8], maximumLine: Int = 16 << 10) throws(ParsingError)
        -> SentryEnvelopeHeader?
    {
        guard let end = bytes.prefix(maximumLine + 1).firstIndex(of: 0x0A) else {
            if bytes.count > maximumLine { throw .header }
            return nil
        }
        guard let header = SentryEnvelopeHeader(json: bytes[..<end]) else { throw .header }
        return header
    }

    private static func end(
        of length: SentryValue?, from start: Int, in bytes: [UInt8]
    ) throws(ParsingError) -> Int {
        switch length {
        // Without a length, the payload ends with the line.
        case nil, .null?: return bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
        case .integer(let length)?:
            guard length >= 0, length <= bytes.endIndex - start else { throw .length }
            let stop = start + Int(length)
            guard stop == bytes.endIndex || bytes[stop] == 0x0A else { throw .length }
            return stop
        default: throw .length
        }
    }
}

extension SentryEnvelope {
    /// Stored bytes with `sent_at` put into the header: spooled envelopes carry none.
    ///
    /// Only for bytes that ``bytes(sentAt:)`` made without one; nil where they do not begin with an object.
    public static func stamped(_ bytes: [UInt8], sentAt: SentryTimestamp) -> [UInt8]? {
        guard bytes.count > 1, bytes[0] == 0x7B else { return nil }
        let field = "{\"sent_at\":\"\(sentAt.text)\"" + (bytes[1] == 0x7D ? "" : ",")
        return Array(field.utf8) + bytes[1...]
    }
}
