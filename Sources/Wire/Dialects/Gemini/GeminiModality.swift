import JSONScanning

/// What tokens are of, in Gemini's lists of details.
enum GeminiModality {
    case text
    case image
    case video
    case audio
    /// Pages, which are priced as images.
    case document

    /// The modality at `cursor`: a name in either case, or the number of the enumeration, as some clients write it.
    ///
    /// Nil for what is not known; its tokens are then told nothing of, which is what text is.
    init?(_ cursor: inout JSONCursor) throws(JSONScanError) {
        if cursor.kind() == .number {
            switch try cursor.integerIfPresent() {
            case 1: self = .text
            case 2: self = .image
            case 3: self = .video
            case 4: self = .audio
            case 5: self = .document
            default: return nil
            }
            return
        }
        guard let name = try cursor.looseString() else { return nil }
        let bytes = cursor.bytes
        func says(_ upper: StaticString, _ lower: StaticString) -> Bool {
            name.equals(upper, in: bytes) || name.equals(lower, in: bytes)
        }
        if says("TEXT", "text") {
            self = .text
        } else if says("IMAGE", "image") {
            self = .image
        } else if says("VIDEO", "video") {
            self = .video
        } else if says("AUDIO", "audio") {
            self = .audio
        } else if says("DOCUMENT", "document") {
            self = .document
        } else {
            return nil
        }
    }
}

/// Tokens by modality: `[{"modality": "AUDIO", "tokenCount": 80}, …]`; of Interactions, `tokens`.
struct ModalityCounts {
    /// Images, and pages of documents.
    var image: Int64 = 0
    var video: Int64 = 0
    var audio: Int64 = 0

    /// No tokens.
    init() {}

    /// The list at `cursor`; a modality that is there twice counts twice.
    init(_ cursor: inout JSONCursor, _ rejected: inout [String]) throws(JSONScanError) {
        try cursor.elements { (cursor) throws(JSONScanError) in
            var modality: GeminiModality?
            var count: Int64 = 0
            try cursor.members { (key, cursor) throws(JSONScanError) in
                let bytes = cursor.bytes
                if key.equals("modality", in: bytes) {
                    modality = try GeminiModality(&cursor)
                } else if key.equals("tokenCount", in: bytes) || key.equals("tokens", in: bytes)
                    || key.equals("token_count", in: bytes)
                {
                    count = try cursor.count("tokenCount", &rejected) ?? 0
                } else {
                    try cursor.skipLoosely()
                }
            }
            switch modality {
            case .image, .document: image += count
            case .video: video += count
            case .audio: audio += count
            case .text, nil: break
            }
        }
    }
}
