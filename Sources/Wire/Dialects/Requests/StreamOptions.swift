import JSONScanning

/// The `stream_options` of a chat completions request, and how to make them ask for the usage.
enum StreamOptions {
    case absent
    case null(Range<Int>)
    /// An object whose first byte after the brace is at `bodyOffset`; `includeUsage`: the value of its last
    /// `include_usage`.
    case object(bodyOffset: Int, isEmpty: Bool, includeUsage: Range<Int>?, includesUsage: Bool)
    /// Neither null nor an object: the provider will refuse it.
    case malformed

    /// The options at `cursor`.
    init(_ cursor: inout JSONCursor) throws(JSONScanError) {
        switch cursor.kind() {
        case .null: self = .null(try cursor.skip())
        case .object:
            let bodyOffset = cursor.offset + 1
            var isEmpty = true
            var range: Range<Int>?
            var includes = false
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                isEmpty = false
                guard key.equals("include_usage", in: cursor.bytes) else {
                    try cursor.skip()
                    continue
                }
                let start = cursor.offset
                includes = try cursor.boolIfPresent() ?? false
                range = start..<cursor.offset
            }
            self = .object(bodyOffset: bodyOffset, isEmpty: isEmpty, includeUsage: range, includesUsage: includes)
        default:
            try cursor.skip()
            self = .malformed
        }
    }

    /// Whether they ask for the usage.
    var includesUsage: Bool {
        guard case .object(_, _, _, let includesUsage) = self else { return false }
        return includesUsage
    }

    /// The edit that makes them ask for it; `bodyOffset` is behind the brace that opens the request, which has other
    /// members.
    func injection(bodyOffset: Int) -> BodyEdit? {
        switch self {
        case .absent:
            return BodyEdit(
                offset: bodyOffset, removed: 0, inserted: Array("\"stream_options\":{\"include_usage\":true},".utf8))
        case .null(let range):
            return BodyEdit(
                offset: range.lowerBound, removed: range.count, inserted: Array("{\"include_usage\":true}".utf8))
        case .object(let offset, let isEmpty, nil, _):
            let member = isEmpty ? "\"include_usage\":true" : "\"include_usage\":true,"
            return BodyEdit(offset: offset, removed: 0, inserted: Array(member.utf8))
        case .object(_, _, let range?, let includesUsage):
            guard !includesUsage else { return nil }
            return BodyEdit(offset: range.lowerBound, removed: range.count, inserted: Array("true".utf8))
        case .malformed:
            return nil
        }
    }
}
