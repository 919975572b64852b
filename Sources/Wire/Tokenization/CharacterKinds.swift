/// A set of the kinds of characters that the encodings' patterns tell apart.
///
/// By Unicode 16's general categories and `White_Space`, as the regular expressions of tiktoken have them. The values
/// are those of the table in `Sources/Data/VocabularyData`; each character is of one kind.
struct CharacterKinds: OptionSet {
    let rawValue: UInt8

    /// Upper and title case: `Lu`, `Lt`.
    static var upper: Self { Self(rawValue: 1) }
    /// Lower case: `Ll`.
    static var lower: Self { Self(rawValue: 2) }
    /// Letters without case: `Lm`, `Lo`.
    static var caseless: Self { Self(rawValue: 4) }
    /// Combining marks: `M`.
    static var mark: Self { Self(rawValue: 8) }
    /// Numbers: `N`.
    static var number: Self { Self(rawValue: 16) }
    /// White space that is none of ``newline``.
    static var space: Self { Self(rawValue: 32) }
    /// Carriage return and line feed.
    static var newline: Self { Self(rawValue: 64) }
    /// Everything else: punctuation, symbols, controls, unassigned code points.
    static var other: Self { Self(rawValue: 128) }

    /// What `\p{L}` matches.
    static var letter: Self { [.upper, .lower, .caseless] }
    /// What `\s` matches.
    static var whitespace: Self { [.space, .newline] }
    /// What `[^\s\p{L}\p{N}]` matches.
    static var symbol: Self { [.other, .mark] }
}
