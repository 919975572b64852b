/// Tools as the model reads them: TypeScript, which is what makes up their tokens.
///
/// Not documented by OpenAI; this is what models repeat when asked, and what the billed tokens agree with.
enum ToolRendering {
    /// The text of `tools`.
    static func text(of tools: [FunctionTool]) -> String {
        var text = "namespace functions {\n\n"
        for tool in tools {
            if !tool.description.isEmpty { text += "// \(tool.description)\n" }
            if tool.parameters.properties.isEmpty {
                text += "type \(tool.name) = () => any;\n\n"
            } else {
                text += "type \(tool.name) = (_: {\n"
                append(tool.parameters, indent: 0, to: &text)
                text += "}) => any;\n\n"
            }
        }
        return text + "} // namespace functions"
    }

    /// An object's properties, a line each, with the descriptions of the outermost.
    private static func append(_ schema: ToolSchema, indent: Int, to text: inout String) {
        let margin = String(repeating: " ", count: indent)
        for property in schema.properties {
            if indent < 2, !property.schema.description.isEmpty {
                text += "\(margin)// \(property.schema.description)\n"
            }
            let mark = schema.required.contains(property.name) ? "" : "?"
            text += "\(margin)\(property.name)\(mark): \(type(of: property.schema, indent: indent)),\n"
        }
    }

    private static func type(of schema: ToolSchema, indent: Int) -> String {
        switch schema.type {
        case "string", "number", "integer":
            guard schema.values.isEmpty else { return schema.values.joined(separator: " | ") }
            return schema.type == "string" ? "string" : "number"
        case "boolean", "null": return schema.type
        case "array":
            guard let items = schema.items.first else { return "any[]" }
            return type(of: items, indent: indent) + "[]"
        case "object":
            var text = "{\n"
            append(schema, indent: indent + 2, to: &text)
            return text + "}"
        default: return "any"
        }
    }
}
