import JSONScanning

extension JSONCursor {
    /// The boolean here; nil for another kind of value, which is skipped.
    mutating func boolIfPresent() throws(JSONScanError) -> Bool? {
        guard kind() == .bool else {
            try skip()
            return nil
        }
        return try bool()
    }

    /// The whole number here; nil for anything else, which is skipped.
    mutating func integerIfPresent() throws(JSONScanError) -> Int64? {
        guard kind() == .number else {
            try skip()
            return nil
        }
        return JSONDecimal(try number(), in: bytes).int64
    }
}

extension JSONCursor {
    /// The string here; nil for another kind of value, which is skipped by its brackets only.
    mutating func looseString() throws(JSONScanError) -> JSONString? {
        guard kind() == .string else {
            try skipLoosely()
            return nil
        }
        return try string()
    }
}

extension JSONCursor {
    /// Moves over the bytes here that are `wanted`.
    mutating func skipRun(_ wanted: (UInt8) -> Bool) {
        while offset < bytes.count, wanted(bytes[offset]) { offset += 1 }
    }
}
