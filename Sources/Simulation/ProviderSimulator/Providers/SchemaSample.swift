/// A value that fits a JSON schema, as a model would fill in a tool's arguments or a structured answer.
enum SchemaSample {
    /// A sample for `schema`; `{}` where it says nothing.
    static func value(for schema: JSONValue, root: JSONValue? = nil, depth: Int = 0) -> JSONValue {
        let root = root ?? schema
        guard depth < 16 else { return .null }
        if let reference = schema["$ref"]?.text {
            let target = reference.split(separator: "/").dropFirst().reduce(root as JSONValue?) { $0?[String($1)] }
            return target.map { value(for: $0, root: root, depth: depth + 1) } ?? .null
        }
        if let first = schema["enum"]?.elements.first { return first }
        if let constant = schema["const"] { return constant }
        if let first = (schema["anyOf"] ?? schema["oneOf"] ?? schema["allOf"])?.elements.first {
            return value(for: first, root: root, depth: depth + 1)
        }
        // Gemini spells types in capitals.
        switch (schema["type"]?.text ?? schema["type"]?.elements.first?.text)?.lowercased() {
        case "string": return .string("Zürich \"42\"")
        case "integer": return .number("42")
        case "number": return .number("4.2")
        case "boolean": return .bool(true)
        case "null": return .null
        case "array": return .array([value(for: schema["items"] ?? .null, root: root, depth: depth + 1)])
        default:
            return .object(
                (schema["properties"]?.members ?? []).map {
                    .init(name: $0.name, value: value(for: $0.value, root: root, depth: depth + 1))
                })
        }
    }
}
