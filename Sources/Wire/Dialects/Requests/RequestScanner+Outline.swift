public import JSONScanning

extension RequestScanner {
    /// The facts of the body that `outline` was made of, with offsets in that body; nil where only the body itself
    /// can tell them, or what is wrong with it.
    ///
    /// For bodies too large to be kept. A text that is a fact is cut after the outline's limit for strings of the outer
    /// objects, which is beyond what the gateway uses of one. Speech is paid by the length of its text, which an
    /// outline does not have.
    public static func scan(_ outline: JSONOutline, api: API) -> RequestFacts? {
        guard outline.isFaithful, api != .speech else { return nil }
        let scanned = outline.bytes.withUnsafeBytes { try? scan($0, api: api) }
        guard var facts = scanned else { return nil }
        facts.bodyBytes = outline.textCount
        facts.usageInjection = facts.usageInjection.map { edit in
            let offset = outline.original(edit.offset)
            let end = outline.original(edit.offset + edit.removed)
            return BodyEdit(offset: offset, removed: end - offset, inserted: edit.inserted)
        }
        return facts
    }
}
