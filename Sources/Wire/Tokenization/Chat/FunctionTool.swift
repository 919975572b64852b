import JSONScanning

/// A function that a model may call, as a request describes it.
struct FunctionTool {
    var name = ""
    var description = ""
    var parameters = ToolSchema()

    /// The tool here; nil for one of another kind than a function.
    static func read(_ cursor: inout JSONCursor) throws(JSONScanError) -> FunctionTool? {
        guard cursor.kind() == .object else {
            try cursor.skip()
            return nil
        }
        var found: FunctionTool?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("function", in: cursor.bytes), cursor.kind() == .object {
                found = try readFunction(&cursor)
            } else {
                try cursor.skip()
            }
        }
        return found
    }

    private static func readFunction(_ cursor: inout JSONCursor) throws(JSONScanError) -> FunctionTool {
        var tool = FunctionTool()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("name", in: cursor.bytes) {
                tool.name = try cursor.stringIfPresent()?.text(in: cursor.bytes) ?? ""
            } else if key.equals("description", in: cursor.bytes) {
                tool.description = try cursor.stringIfPresent()?.text(in: cursor.bytes) ?? ""
            } else if key.equals("parameters", in: cursor.bytes) {
                tool.parameters = try ToolSchema.read(&cursor, depth: 0)
            } else {
                try cursor.skip()
            }
        }
        return tool
    }
}
