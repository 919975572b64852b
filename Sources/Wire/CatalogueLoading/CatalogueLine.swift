/// One line of the catalogue, as bytes; its fields are read one after the other.
struct CatalogueLine {
    /// From 1.
    let number: Int
    private var rest: UnsafeBufferPointer<UInt8>
    private var atEnd = false

    init(number: Int, bytes: UnsafeBufferPointer<UInt8>) {
        self.number = number
        rest = bytes
    }

    /// The bytes of the next field; nil when there is none.
    mutating func nextBytes() -> UnsafeBufferPointer<UInt8>? {
        if atEnd { return nil }
        guard let tab = rest.firstIndex(of: UInt8(ascii: "\t")) else {
            atEnd = true
            return rest
        }
        let field = UnsafeBufferPointer(rebasing: rest[..<tab])
        rest = UnsafeBufferPointer(rebasing: rest[(tab + 1)...])
        return field
    }

    /// The next field.
    mutating func text() throws(CatalogueError) -> String {
        guard let text = nextText() else { throw fault("a field is missing") }
        return text
    }

    /// The next field; nil when there is none.
    mutating func nextText() -> String? {
        nextBytes().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The next field; nil when it is empty.
    mutating func optionalText() throws(CatalogueError) -> String? {
        let text = try text()
        return text.isEmpty ? nil : text
    }

    /// The next field, a whole number; nil when it is empty.
    mutating func optionalNumber() throws(CatalogueError) -> Int64? {
        guard let text = try optionalText() else { return nil }
        guard let number = Int64(text) else { throw fault("\(text) is not a whole number") }
        return number
    }

    /// The next field, a list with commas.
    mutating func list() throws(CatalogueError) -> [String] {
        try text().split(separator: ",").map(String.init)
    }

    /// The next field, `key=value`, as both; nil when there is none.
    mutating func pair() throws(CatalogueError) -> (key: String, value: UnsafeBufferPointer<UInt8>)? {
        guard let bytes = nextBytes() else { return nil }
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { throw fault("a field without =") }
        return (
            String(decoding: bytes[..<equals], as: UTF8.self),
            UnsafeBufferPointer(rebasing: bytes[(equals + 1)...])
        )
    }

    /// An error about a field of this line.
    func fault(_ reason: String) -> CatalogueError { CatalogueError(.field, line: number, reason) }

    /// An error about a line that belongs to nothing above it.
    func orphan(_ kind: String) -> CatalogueError {
        CatalogueError(.line, line: number, "a line of kind \(kind) without one that it belongs to")
    }
}
