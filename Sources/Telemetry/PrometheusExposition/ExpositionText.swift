/// Writes numbers and strings as both formats want them.
enum ExpositionText {
    static func append(_ text: String, to output: inout [UInt8]) {
        output.append(contentsOf: text.utf8)
    }

    static func append(_ value: Int, to output: inout [UInt8]) {
        guard value < 0 || value > 9 else { return output.append(0x30 + UInt8(truncatingIfNeeded: value)) }
        if value < 0 { output.append(0x2D) }
        var rest = value.magnitude
        let start = output.count
        while rest > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            output.append(0x30 + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        }
        var low = start
        var high = output.count - 1
        while low < high {
            output.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    /// The shortest decimal that reads back as `value`; whole numbers without a fraction, `+Inf`, `-Inf`, `NaN`.
    static func append(_ value: Double, to output: inout [UInt8]) {
        guard value.isFinite else {
            append(value.isNaN ? "NaN" : value > 0 ? "+Inf" : "-Inf", to: &output)
            return
        }
        let text = value.description
        output.append(contentsOf: text.utf8.dropLast(text.hasSuffix(".0") ? 2 : 0))
    }

    /// `value` / 10^`places`, exactly, without trailing zeros.
    static func append(_ value: Int, places: Int, to output: inout [UInt8]) {
        guard places > 0 else { return append(value, to: &output) }
        var digits = Array(value.magnitude.description.utf8)
        if digits.count <= places {
            digits.insert(contentsOf: [UInt8](repeating: 0x30, count: places + 1 - digits.count), at: 0)
        }
        var fraction = digits.suffix(places)
        while fraction.last == 0x30 { fraction.removeLast() }
        if value < 0 { output.append(0x2D) }
        output.append(contentsOf: digits.dropLast(places))
        guard !fraction.isEmpty else { return }
        output.append(0x2E)
        output.append(contentsOf: fraction)
    }

    /// The canonical form of a bucket's bound (OpenMetrics 1.0): `0.05`, `1.0`, `+Inf`.
    static func bound(_ value: Double) -> String {
        value == .infinity ? "+Inf" : value.description
    }

    /// Escapes `\` and newlines, and `"` where `quotes` says so; a NUL, which ends the input for Prometheus' lexer, becomes
    /// U+FFFD.
    static func escaped(_ text: String, quotes: Bool) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x5C: output += [0x5C, 0x5C]
            case 0x0A: output += [0x5C, 0x6E]
            case 0x00: output += [0xEF, 0xBF, 0xBD]
            case 0x22 where quotes: output += [0x5C, 0x22]
            default: output.append(byte)
            }
        }
        return output
    }

    /// `name{a="b",c="d"} `, ready for a value; `extra` is the registry's own label, behind the others.
    static func prefix(_ name: String, _ labels: [MetricLabels.Pair], extra: MetricLabels.Pair? = nil) -> [UInt8] {
        var output = Array(name.utf8)
        let all = labels + (extra.map { [$0] } ?? [])
        if !all.isEmpty {
            output.append(0x7B)
            for (index, label) in all.enumerated() {
                if index > 0 { output.append(0x2C) }
                append(label.name, to: &output)
                output += [0x3D, 0x22]
                output += escaped(label.value, quotes: true)
                output.append(0x22)
            }
            output.append(0x7D)
        }
        output.append(0x20)
        return output
    }
}
