import JSONScanning

extension PromptScan {
    /// The `input` of the Responses API at `cursor`: text, or items of which some hold more than their text.
    static func items(_ cursor: inout JSONCursor, isInline: inout Bool) throws(JSONScanError) {
        let bytes = cursor.bytes
        var allText = true
        try cursor.walk { key, offset in
            if key.equals("type", in: bytes) {
                var value = JSONCursor(bytes, at: offset)
                guard value.kind() == .string, let type = try? value.string() else { return }
                if !itemTypes.contains(where: { type.equals($0, in: bytes) }) { allText = false }
            } else if key.equals("file_id", in: bytes) || key.equals("image_url", in: bytes) {
                allText = false
            }
        }
        if !allText { isInline = false }
    }

    /// Gemini's contents at `cursor`: parts of text and of functions are inline, everything else is not.
    static func parts(_ cursor: inout JSONCursor, isInline: inout Bool) throws(JSONScanError) {
        let bytes = cursor.bytes
        var allText = true
        try cursor.walk { key, _ in
            if partsOfMore.contains(where: { key.equals($0, in: bytes) }) { allText = false }
        }
        if !allText { isInline = false }
    }

    /// Gemini's `tools` at `cursor`: those that are not the caller's functions put their results into the prompt.
    static func geminiTools(_ cursor: inout JSONCursor, isInline: inout Bool) throws(JSONScanError) {
        try cursor.elements { (cursor) throws(JSONScanError) in
            try cursor.members { (key, cursor) throws(JSONScanError) in
                let isFunctions =
                    key.equals("functionDeclarations", in: cursor.bytes)
                    || key.equals("function_declarations", in: cursor.bytes)
                if !isFunctions { isInline = false }
                try cursor.skip()
            }
        }
    }

    private static let itemTypes: [StaticString] = [
        "message", "input_text", "output_text", "text", "refusal", "summary_text", "reasoning_text", "reasoning",
        "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "local_shell_call",
        "local_shell_call_output", "shell_call", "shell_call_output", "apply_patch_call", "apply_patch_call_output",
    ]

    private static let partsOfMore: [StaticString] = [
        "inlineData", "inline_data", "fileData", "file_data", "fileUri", "file_uri",
    ]
}
