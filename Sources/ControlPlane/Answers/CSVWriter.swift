/// Writes a table as RFC 4180: CRLF line ends, quotes doubled, and no cell that a spreadsheet takes for a formula.
struct CSVWriter {
    /// The table so far, UTF-8.
    private(set) var bytes: [UInt8] = []

    /// Nothing written.
    init() {}

    /// One line.
    mutating func row(_ cells: [Cell]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: cell.text.utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
    }

    /// One field of a line.
    struct Cell: ExpressibleByStringLiteral {
        /// As it is written, quotes and all.
        let text: String

        /// Text from anywhere: a leading `=`, `+`, `-`, `@`, tab or carriage return gets an apostrophe before it.
        init(_ value: String) {
            var value = value
            if let first = value.utf8.first, "=+-@\t\r".utf8.contains(first) { value = "'" + value }
            guard value.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else {
                text = value
                return
            }
            var quoted = "\""
            for scalar in value.unicodeScalars {
                if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
                quoted.unicodeScalars.append(scalar)
            }
            text = quoted + "\""
        }

        /// A number in plain decimal, which may be negative; nil = empty.
        init(number: String?) { text = number ?? "" }

        init(stringLiteral value: String) { self.init(value) }
    }
}
