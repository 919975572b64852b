import VocabularyData

/// Each is made when it is first used, once.
extension Tokenizer {
    static let o200kBase = Tokenizer(.o200kBase, Vocabulary(tollgate_vocabulary_o200k_base()))
    static let cl100kBase = Tokenizer(.cl100kBase, Vocabulary(tollgate_vocabulary_cl100k_base()))
    static let p50kBase = Tokenizer(.p50kBase, Vocabulary(tollgate_vocabulary_p50k_base()))
    /// r50k_base is what p50k_base was before tokens for runs of spaces were added.
    static let r50kBase = Tokenizer(.r50kBase, Vocabulary(tollgate_vocabulary_p50k_base(), limit: 50_256))
}
