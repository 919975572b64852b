import JSONScanning

/// What a JSON schema says that a tool's rendering shows.
struct ToolSchema {
    /// A property of an object.
    struct Property {
        var name: String
        var schema: ToolSchema
    }

    var type = ""
    var description = ""
    /// The values of an enumeration, as TypeScript writes them.
    var values: [String] = []
    var properties: [Property] = []
    var required: Set<String> = []
    /// What an array's elements are: none, or one.
    var items: [ToolSchema] = []

    /// Deeper schemas are `any`.
    private static let maximumDepth = 32

    /// The schema here; one without a type where there is something else.
    static func read(_ cursor: inout JSONCursor, depth: Int) throws(JSONScanError) -> ToolSchema {
        var schema = ToolSchema()
        guard cursor.kind() == .object, depth < maximumDepth else {
            try cursor.skip()
            return schema
        }
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("type", in: cursor.bytes) {
                schema.type = try cursor.stringIfPresent()?.text(in: cursor.bytes) ?? ""
            } else if key.equals("description", in: cursor.bytes) {
                schema.description = try cursor.stringIfPresent()?.text(in: cursor.bytes) ?? ""
            } else if key.equals("properties", in: cursor.bytes), cursor.kind() == .object {
                try cursor.beginObject()
                while let name = try cursor.nextKey()?.text(in: cursor.bytes) {
                    schema.properties.append(Property(name: name, schema: try read(&cursor, depth: depth + 1)))
                }
            } else if key.equals("items", in: cursor.bytes), cursor.kind() == .object {
                schema.items = [try read(&cursor, depth: depth + 1)]
            } else if key.equals("required", in: cursor.bytes), cursor.kind() == .array {
                try cursor.beginArray()
                while try cursor.nextElement() {
                    if let name = try cursor.stringIfPresent() { schema.required.insert(name.text(in: cursor.bytes)) }
                }
            } else if key.equals("enum", in: cursor.bytes), cursor.kind() == .array {
                try cursor.beginArray()
                while try cursor.nextElement() { schema.values.append(try value(&cursor)) }
            } else {
                try cursor.skip()
            }
        }
        return schema
    }

    /// A value of an enumeration: a string in quotes, anything else as it stands.
    private static func value(_ cursor: inout JSONCursor) throws(JSONScanError) -> String {
        if cursor.kind() == .string { return "\"\(try cursor.string().text(in: cursor.bytes))\"" }
        let start = cursor.offset
        try cursor.skip()
        return String(decoding: cursor.bytes[start..<cursor.offset], as: UTF8.self)
    }
}
