import JSONScanning

extension JSONCursor {
    /// The number of seconds at the cursor, as a number or as text with one (`"12.3"`), in microseconds.
    ///
    /// Nil for null, and for what cannot be a length (negative, beyond ten million seconds, no number), whose `name` is
    /// then put into `rejected`.
    mutating func microseconds(
        _ name: StaticString, _ rejected: inout [String]
    ) throws(JSONScanError) -> Int64? {
        var range: Range<Int>?
        switch kind() {
        case .null:
            try null()
            return nil
        case .number:
            range = try number()
        case .string:
            let text = try string()
            var inside = JSONCursor(UnsafeRawBufferPointer(rebasing: bytes[0..<text.range.upperBound]))
            inside.offset = text.range.lowerBound
            if let digits = try? inside.number(), digits == text.range { range = digits }
        default:
            try skipLoosely()
        }
        if let range, let value = JSONDecimal(range, in: bytes).scaled(by: 6), value >= 0, value <= longestAudio {
            return Int64(value)
        }
        let text = "\(name)"
        if !rejected.contains(text) { rejected.append(text) }
        return nil
    }
}

/// Microseconds: a hundred days and more.
private let longestAudio: Int128 = 10_000_000_000_000
