/// What a proxy knows of a call from its request, where the answer does not say it.
///
/// Only what changes the price is here; other hints (`stream`, `deployment`) are skipped: the answer's form and the
/// model's name say the same.
public struct RequestHints: Sendable, Hashable {
    /// The request went through the provider's batch API; OpenAI's answers bear no mark of it.
    public var isBatch = false
    /// The tier that was asked for.
    public var serviceTier: String?
    /// Where it was asked to run: a region, or `global`.
    public var inferenceLocation: String?
    /// The host that was called.
    public var host: String?
    /// Length of the audio that was sent.
    public var audioMicroseconds: Int64?
    /// Characters of the text to speak.
    public var characters: Int64?
    /// Images asked for.
    public var images: Int64?
    public var imageQuality: String?
    public var imageSize: String?
    /// `low`, `medium` or `high`.
    public var searchContextSize: String?
    /// Pages of the document that was sent.
    public var pages: Int64?
    /// Values that cannot be true, by field.
    public var rejected: [String] = []

    /// Nothing known.
    public init() {}
}

extension RequestHints {
    /// Fills in what images cost by where the request leaves it to the defaults of `model`.
    mutating func fillImages(model: String?, count: Int64) {
        images = count
        let name = model ?? "dall-e-2"
        guard name.hasPrefix("dall-e") else { return }
        if imageSize == nil { imageSize = "1024x1024" }
        if imageQuality == nil, name.hasPrefix("dall-e-3") { imageQuality = "standard" }
    }
}
