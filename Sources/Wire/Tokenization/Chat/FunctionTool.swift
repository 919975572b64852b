import JSONScanning

/// A function that a model may call, as a request describes it.
struct FunctionTool {
    var name = ""
    var description = ""
    var parameters = ToolSchema()

    /// The tool here, as chat requests have it (`{"type": "function", "function": {…}}`) or flat, as Responses have it;
    /// nil for one of another kind than a function.
    static func read(_ cursor: inout JSONCursor) throws(JSONScanError) -> FunctionTool? {
        guard cursor.kind() == .object else {
            try cursor.skip()
            return nil
        }
        var found: FunctionTool?
        var flat = FunctionTool()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.equals("function", in: cursor.bytes), cursor.kind() == .object {
                found = try readFunction(&cursor)
            } else {
                try flat.readMember(key, &cursor)
            }
        }
        return found ?? (flat.name.isEmpty ? nil : flat)
    }

    private static func readFunction(_ cursor: inout JSONCursor) throws(JSONScanError) -> FunctionTool {
        var tool = FunctionTool()
        try cursor.beginObject()
        while let key = try cursor.nextKey() { try tool.readMember(key, &cursor) }
        return tool
    }

    private mutating func readMember(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        if key.equals("name", in: cursor.bytes) {
            name = try cursor.stringIfPresent()?.text(in: cursor.bytes) ?? ""
        } else if key.equals("description", in: cursor.bytes) {
            description = try cursor.stringIfPresent()?.text(in: cursor.bytes) ?? ""
        } else if key.equals("parameters", in: cursor.bytes) {
            parameters = try ToolSchema.read(&cursor, depth: 0)
        } else {
            try cursor.skip()
        }
    }
}
