/// How many output tokens a generated picture has, as OpenAI's guide "Image generation" lists them for GPT Image 1.
public enum PictureTokens {
    /// Each partial picture of a stream, of which there are three at most.
    public static let partial: Int64 = 100
    /// Partial pictures that a stream may have.
    public static let mostPartials: Int64 = 3

    /// The most that one picture of `model` can have; nil for models that have no such list.
    ///
    /// - Parameters:
    ///   - quality: as it was asked for; nil and `auto` = any.
    ///   - size: likewise; of the two long ones the larger count is taken.
    public static func most(model: String, quality: String?, size: String?) -> Int64? {
        guard model == "gpt-image-1" || model == "gpt-image-1-mini" else { return nil }
        let isSquare = size == "1024x1024"
        switch quality {
        case "low": return isSquare ? 272 : 408
        case "medium": return isSquare ? 1_056 : 1_584
        default: return isSquare ? 4_160 : 6_240
        }
    }
}
