extension UInt8 {
    /// Whether it is an ASCII digit.
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}

extension String.UTF8View {
    /// Whether the bytes end with `end`.
    func hasEnd(_ end: String.UTF8View) -> Bool {
        reversed().starts(with: end.reversed())
    }

    /// Whether `run` is somewhere in the bytes.
    func containsRun(_ run: String.UTF8View) -> Bool {
        guard let first = run.first else { return true }
        var rest = self[...]
        while let index = rest.firstIndex(of: first) {
            rest = rest[index...]
            if rest.starts(with: run) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
