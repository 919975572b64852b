extension Encoding {
    /// The encoding that an OpenAI model counts by; nil for a model that is not OpenAI's, or not known.
    ///
    /// Takes names as they come: in any case, dated (`gpt-4o-2024-08-06`), fine-tuned (`ft:gpt-4o-mini:org::id`), as
    /// Azure spells them (`gpt-35-turbo`) and behind a router's prefix (`openai/gpt-5`).
    public init?(model: String) {
        var name = Substring(model.lowercased())
        if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
        if name.hasPrefix("ft:") {
            name = name.dropFirst(3)
            name = name.prefix { $0 != ":" }
        }
        guard let family = Self.families.first(where: { $0.covers(name) }) else { return nil }
        self = family.encoding
    }

    /// Models whose names begin alike.
    private struct Family {
        let prefix: String
        let encoding: Encoding

        init(_ prefix: String, _ encoding: Encoding) {
            self.prefix = prefix
            self.encoding = encoding
        }

        /// Whether `name` is the family's, or that with a suffix: `o3` and `o3-mini`, never `o30`.
        func covers(_ name: Substring) -> Bool {
            guard name.hasPrefix(prefix) else { return false }
            guard let next = name.dropFirst(prefix.count).first else { return true }
            return next == "-" || next == "." || next == ":" || next == "@"
        }
    }

    /// The first that covers a name wins: longer prefixes stand above those that they begin with.
    private static let families: [Family] = [
        Family("gpt-4.1", .o200kBase), Family("gpt-4.5", .o200kBase), Family("gpt-4o", .o200kBase),
        Family("chatgpt-4o", .o200kBase), Family("gpt-5", .o200kBase), Family("gpt-6", .o200kBase),
        Family("chatgpt", .o200kBase), Family("gpt-oss", .o200kBase), Family("gpt-audio", .o200kBase),
        Family("gpt-realtime", .o200kBase), Family("gpt-image", .o200kBase), Family("computer-use", .o200kBase),
        Family("codex-mini", .o200kBase), Family("o1", .o200kBase), Family("o3", .o200kBase), Family("o4", .o200kBase),

        Family("gpt-4", .cl100kBase), Family("gpt-3.5", .cl100kBase), Family("gpt-35", .cl100kBase),
        Family("text-embedding-ada", .cl100kBase), Family("text-embedding-3", .cl100kBase),
        Family("davinci-002", .cl100kBase), Family("babbage-002", .cl100kBase),

        Family("text-davinci-002", .p50kBase), Family("text-davinci-003", .p50kBase),
        Family("text-davinci-edit", .p50kBase), Family("code-davinci", .p50kBase), Family("code-cushman", .p50kBase),
        Family("davinci-codex", .p50kBase), Family("cushman-codex", .p50kBase),

        Family("text-davinci", .r50kBase), Family("text-curie", .r50kBase), Family("text-babbage", .r50kBase),
        Family("text-ada", .r50kBase), Family("davinci", .r50kBase), Family("curie", .r50kBase),
        Family("babbage", .r50kBase), Family("ada", .r50kBase), Family("text-similarity", .r50kBase),
        Family("text-search", .r50kBase), Family("code-search", .r50kBase), Family("gpt2", .r50kBase),
        Family("gpt-2", .r50kBase),
    ]
}
