/// Compares names by their bytes, as databases, Redis and Prometheus do.
///
/// `String` takes different spellings of a letter (U+00E9, and `e` with U+0301) for the same; sums in memory would merge two
/// users whom the ledger's tables keep apart.
enum NameBytes {
    static func areEqual(_ left: String, _ right: String) -> Bool {
        var (left, right) = (left, right)
        return left.withUTF8 { left in
            right.withUTF8 { right in left.count == right.count && left.elementsEqual(right) }
        }
    }

    static func hash(_ name: String, into hasher: inout Hasher) {
        var name = name
        name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // Two names one after the other are not those that are cut elsewhere.
        hasher.combine(0xFF as UInt8)
    }
}
