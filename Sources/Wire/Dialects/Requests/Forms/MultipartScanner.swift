/// Reads what matters of a `multipart/form-data` request (RFC 7578) in passing: its small fields, and how long the audio
/// in its file is.
///
/// Synchronous and bounded: of a body of any size it keeps less than 64 KiB.
public struct MultipartScanner: Sendable {
    private let api: API
    /// CRLF, two hyphens and the boundary.
    private let delimiter: [UInt8]
    private var place = Place.preamble
    /// What has come and is not used yet.
    private var pending: [UInt8] = [0x0D, 0x0A]
    private var field: Field?
    private var fields: [String: String] = [:]
    private var audio: AudioLengthReader?
    private var bodyBytes = 0
    private var attachments = RequestFacts.Attachments()
    /// Bytes of the line end between a part's head and its content that have not been passed.
    private var lineEndLeft = 0

    private enum Place: Sendable {
        /// Before the first delimiter.
        case preamble
        /// Behind a delimiter: the rest of its line.
        case delimiterLine
        case headers
        case content
        /// Behind the last delimiter, or lost.
        case epilogue
    }

    /// A part that is being read.
    private struct Field: Sendable {
        var name: String
        var isFile: Bool
        var value: [UInt8] = []
    }

    private static let largestValue = 1024
    private static let largestHead = 16 << 10
    private static let mostFields = 64

    /// A scanner for a request to `api` with the value `contentType` of its `Content-Type`; nil where that is no
    /// multipart form.
    public init?(contentType: String, api: API) {
        guard let boundary = Self.boundary(contentType) else { return nil }
        self.api = api
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Whether `contentType` is one that this reads.
    public static func reads(contentType: String) -> Bool { boundary(contentType) != nil }

    /// Takes the next part of the body.
    public mutating func push(_ bytes: UnsafeRawBufferPointer) {
        bodyBytes += bytes.count
        guard place != .epilogue else { return }
        pending.append(contentsOf: bytes)
        var used = 0
        while let next = step(from: used) { used = next }
        pending.removeFirst(used)
    }

    /// What the fields that have come say.
    public var facts: RequestFacts {
        var facts = RequestFacts(
            model: fields["model"], stream: fields["stream"]?.lowercased() == "true", user: fields["user"],
            isInlineTextOnly: false, bodyBytes: bodyBytes)
        facts.isForm = true
        facts.attachments = attachments
        if let n = fields["n"].flatMap({ Int64($0) }) { facts.choices = min(max(n, 1), 128) }
        if api == .images {
            facts.hints.imageSize = fields["size"]
            facts.hints.imageQuality = fields["quality"]
            facts.hints.fillImages(model: facts.model, count: facts.choices)
        } else {
            facts.hints.audioMicroseconds = audio?.length?.microseconds
        }
        return facts
    }

    /// Goes on from `start` in what is pending; the place behind what was used, nil when more has to come.
    private mutating func step(from start: Int) -> Int? {
        switch place {
        case .preamble:
            guard let found = find(delimiter, from: start) else { return keepTail(from: start) }
            place = .delimiterLine
            return found + delimiter.count
        case .delimiterLine:
            guard pending.count >= start + 2 else { return nil }
            if pending[start] == UInt8(ascii: "-"), pending[start + 1] == UInt8(ascii: "-") {
                place = .epilogue
                return pending.count
            }
            guard let end = find([0x0D, 0x0A], from: start) else { return lostIfLong(from: start) }
            place = .headers
            return end
        case .headers:
            guard let end = find([0x0D, 0x0A, 0x0D, 0x0A], from: start) else { return lostIfLong(from: start) }
            begin(String(decoding: pending[start..<end], as: UTF8.self))
            place = .content
            // The head's line end stays, so that the delimiter of an empty part is found.
            return end + 2
        case .content:
            guard let found = find(delimiter, from: start) else {
                let end = pending.count - delimiter.count
                guard end > start else { return nil }
                take(start..<end)
                return end
            }
            take(start..<found)
            end()
            place = .delimiterLine
            return found + delimiter.count
        case .epilogue:
            return nil
        }
    }

    private func keepTail(from start: Int) -> Int? {
        let end = pending.count - delimiter.count
        return end > start ? end : nil
    }

    /// A head that does not end is none.
    private mutating func lostIfLong(from start: Int) -> Int? {
        guard pending.count - start > Self.largestHead else { return nil }
        place = .epilogue
        return pending.count
    }

    private mutating func begin(_ head: String) {
        field = Self.field(head)
        lineEndLeft = 2
        if let field, field.isFile, ["image", "image[]", "mask"].contains(field.name) { attachments.images += 1 }
        if field?.isFile == true, field?.name == "file", api != .images { audio = AudioLengthReader() }
    }

    private mutating func take(_ range: Range<Int>) {
        let skipped = min(lineEndLeft, range.count)
        lineEndLeft -= skipped
        let range = (range.lowerBound + skipped)..<range.upperBound
        guard let field, !range.isEmpty else { return }
        if field.isFile { attachments.bytes += range.count }
        if !field.isFile {
            let room = Self.largestValue - field.value.count
            self.field?.value.append(contentsOf: pending[range].prefix(max(room, 0)))
        } else if audio != nil, field.name == "file" {
            pending.withUnsafeBytes { audio?.push(UnsafeRawBufferPointer(rebasing: $0[range])) }
        }
    }

    private mutating func end() {
        guard let field else { return }
        self.field = nil
        guard !field.isFile, fields.count < Self.mostFields else { return }
        fields[field.name] = String(decoding: field.value, as: UTF8.self)
    }

    private func find(_ needle: [UInt8], from start: Int) -> Int? {
        pending.withUnsafeBytes { $0.first(needle, from: start) }
    }

    /// The part that `head` begins: its name, and whether it is a file.
    private static func field(_ head: String) -> Field? {
        let lines = head.split(separator: "\r\n")
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = parameter("name", of: line)
        else { return nil }
        return Field(name: name, isFile: parameter("filename", of: line) != nil)
    }

    private static func boundary(_ contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = parameter("boundary", of: contentType[...]), (1...200).contains(boundary.utf8.count)
        else { return nil }
        return boundary
    }

    /// The value of a header's parameter, quoted or not.
    private static func parameter(_ name: String, of header: Substring) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let trimmed = part.drop { $0 == " " || $0 == "\t" }
            guard trimmed.lowercased().hasPrefix("\(name)=") else { continue }
            let value = trimmed.dropFirst(name.count + 1)
            guard value.hasPrefix("\"") else { return String(value.prefix { $0 != " " }) }
            return String(value.dropFirst().prefix { $0 != "\"" })
        }
        return nil
    }
}
