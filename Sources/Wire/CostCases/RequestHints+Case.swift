import Dialects
import JSONScanning

extension RequestHints {
    /// Reads the object at `cursor`, which may be null.
    init(_ cursor: inout JSONCursor) throws(JSONScanError) {
        self.init()
        guard cursor.kind() == .object else {
            try cursor.skip()
            return
        }
        try cursor.beginObject()
        while let key = try cursor.nextKey() { try read(key, &cursor) }
    }

    private mutating func read(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("batch") {
            if cursor.kind() == .bool {
                isBatch = try cursor.bool()
            } else {
                try cursor.skip()
            }
        } else if named("service_tier") {
            serviceTier = try text(&cursor)
        } else if named("inference_location") || named("inference_geo") || named("data_residency") || named("region")
            || named("location")
        {
            inferenceLocation = try text(&cursor)
        } else if named("host") || named("base_url") {
            host = try text(&cursor)
        } else if named("audio_seconds") {
            audioMicroseconds = try amount("audio_seconds", places: 6, &cursor)
        } else if named("characters") || named("input_characters") {
            characters = try amount("characters", places: 0, &cursor)
        } else if named("n") || named("images") {
            images = try amount("n", places: 0, &cursor)
        } else if named("quality") {
            imageQuality = try text(&cursor)
        } else if named("size") {
            imageSize = try text(&cursor)
        } else if named("search_context_size") {
            searchContextSize = try text(&cursor)
        } else if named("web_search_options"), cursor.kind() == .object {
            try cursor.beginObject()
            while let key = try cursor.nextKey() { try read(key, &cursor) }
        } else if named("pages") {
            pages = try amount("pages", places: 0, &cursor)
        } else {
            try cursor.skip()
        }
    }

    private func text(_ cursor: inout JSONCursor) throws(JSONScanError) -> String? {
        try cursor.stringIfPresent()?.text(in: cursor.bytes)
    }

    /// A number >= 0 times 10^`places`, from a number or from text with one.
    private mutating func amount(
        _ name: String, places: Int, _ cursor: inout JSONCursor
    ) throws(JSONScanError) -> Int64? {
        var digits: Range<Int>?
        switch cursor.kind() {
        case .number:
            digits = try cursor.number()
        case .string:
            let string = try cursor.string()
            var inside = JSONCursor(UnsafeRawBufferPointer(rebasing: cursor.bytes[0..<string.range.upperBound]))
            inside.offset = string.range.lowerBound
            if let range = try? inside.number(), range == string.range { digits = range }
        default:
            try cursor.skip()
            return nil
        }
        if let digits, let value = JSONDecimal(digits, in: cursor.bytes).scaled(by: places), value >= 0,
            value <= 1_000_000_000_000_000
        {
            return Int64(value)
        }
        rejected.append(name)
        return nil
    }
}
