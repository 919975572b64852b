/// A table for people: columns as wide as their longest cell, numbers to the right.
struct TextTable {
    /// A column's head, and whether its cells stand at the right.
    struct Column {
        var head: String
        var isNumber = false
    }

    var columns: [Column]
    var rows: [[String]] = []

    /// The lines of the table, each with its line feed.
    var text: String {
        let widths = columns.indices.map { index in
            rows.reduce(columns[index].head.count) { max($0, $1[index].count) }
        }
        func line(_ cells: [String]) -> String {
            var line = ""
            for (index, cell) in cells.enumerated() {
                if index > 0 { line += "  " }
                let padding = String(repeating: " ", count: widths[index] - cell.count)
                line += columns[index].isNumber ? padding + cell : cell + padding
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }
        return line(columns.map(\.head)) + rows.map(line).joined()
    }
}
