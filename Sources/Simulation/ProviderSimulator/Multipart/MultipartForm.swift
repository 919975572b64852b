import NIOCore

/// A `multipart/form-data` body (RFC 7578): its text fields, and its files.
struct MultipartForm: Sendable {
    /// An uploaded file.
    struct File: Sendable {
        let field: String
        let name: String
        let content: ByteBuffer
    }

    /// The text fields in order, as members of an object; a name may come twice.
    private(set) var fields = JSONValue.object([])
    private(set) var files: [File] = []

    /// Reads `body` with the boundary that `contentType` names; nil where it is no such form or breaks off.
    init?(_ body: ByteBuffer, contentType: String) {
        guard contentType.lowercased().hasPrefix("multipart/form-data"),
            let boundary = Self.parameter("boundary", of: contentType)
        else { return nil }
        let bytes = body.readableBytesView
        let delimiter = Array("\r\n--\(boundary)".utf8)
        let first = Array("--\(boundary)".utf8)
        guard bytes.starts(with: first) else { return nil }
        var start = bytes.startIndex + first.count
        while true {
            // After a delimiter: `--` ends the form, CR LF begins a part.
            guard bytes.endIndex - start >= 2 else { return nil }
            if bytes[start] == UInt8(ascii: "-") { return }
            guard let end = Self.find(delimiter, in: bytes, from: start) else { return nil }
            add(part: bytes[start + 2..<end])
            start = end + delimiter.count
        }
    }

    private mutating func add(part: ByteBufferView) {
        guard let blank = Self.find(Array("\r\n\r\n".utf8), in: part, from: part.startIndex) else { return }
        let head = String(decoding: part[part.startIndex..<blank], as: UTF8.self)
        let content = part[blank + 4..<part.endIndex]
        let disposition =
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-disposition:") } ?? ""
        guard let name = Self.parameter("name", of: String(disposition)) else { return }
        if let file = Self.parameter("filename", of: String(disposition)) {
            files.append(File(field: name, name: file, content: ByteBuffer(content)))
        } else {
            fields = fields.with(name, .string(String(decoding: content, as: UTF8.self)))
        }
    }

    /// The parameter `name` of a header's value, without its quotation marks.
    private static func parameter(_ name: String, of value: String) -> String? {
        for part in value.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == name else { continue }
            return pair[1].filter { $0 != "\"" }
        }
        return nil
    }

    private static func find(_ needle: [UInt8], in bytes: ByteBufferView, from start: Int) -> Int? {
        var from = start
        while let candidate = bytes[from...].firstIndex(of: needle[0]) {
            if bytes[candidate...].starts(with: needle) { return candidate }
            from = candidate + 1
        }
        return nil
    }
}
