import JSONScanning

extension TokenLines {
    /// What is in a line.
    struct Line {
        /// Where the id's JSON is.
        var id: Range<Int>?
        var text: JSONString?
        var isChat = false
        /// What it says its encoding is, or what its model's is.
        var encoding: Encoding?

        init(_ bytes: UnsafeRawBufferPointer) throws(JSONScanError) {
            var cursor = JSONCursor(bytes)
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                if key.equals("id", in: bytes) {
                    let start = cursor.offset
                    try cursor.skip()
                    id = start..<cursor.offset
                } else if key.equals("text", in: bytes) {
                    text = try cursor.stringIfPresent()
                } else if key.equals("encoding", in: bytes) {
                    if let name = try cursor.stringIfPresent()?.text(in: bytes) { encoding = Encoding(rawValue: name) }
                } else if key.equals("model", in: bytes) {
                    let model = try cursor.stringIfPresent()?.text(in: bytes)
                    if encoding == nil, let model { encoding = Encoding(model: model) }
                } else {
                    if key.equals("messages", in: bytes) { isChat = true }
                    try cursor.skip()
                }
            }
            try cursor.end()
        }
    }
}
