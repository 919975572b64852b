import Usage

/// Counts as providers give them, with parts inside wholes, and their mapping into disjoint classes.
///
/// The mapping keeps the wholes whatever the parts say: the classes add up to `prompt` and to `completion`, and none
/// is negative. Parts that do not fit are cut, the more special first; what of a modality must have come from the
/// cache (because text alone cannot hold so many cached tokens) counts as cached tokens of that modality.
struct OverlappingCounts {
    /// Every prompt token.
    var prompt: Int64 = 0
    var cached: Int64 = 0
    /// The parts of `cached` that are not text; nil when the provider does not say.
    var cachedAudio: Int64?
    var cachedImage: Int64?
    var written5m: Int64 = 0
    var written1h: Int64 = 0
    /// Tokens of a modality, from the cache or not.
    var audioInput: Int64 = 0
    var imageInput: Int64 = 0
    var videoInput: Int64 = 0
    /// Every generated token.
    var completion: Int64 = 0
    var reasoning: Int64 = 0
    var audioOutput: Int64 = 0
    var imageOutput: Int64 = 0
    var citation: Int64 = 0

    /// The same tokens in disjoint classes.
    var disjoint: TokenCounts {
        var counts = TokenCounts()
        mapPrompt(into: &counts)
        mapCompletion(into: &counts)
        return counts
    }

    private func mapPrompt(into counts: inout TokenCounts) {
        var room = prompt
        let cached = Self.take(self.cached, from: &room)
        counts.cacheWrite1h = Self.take(written1h, from: &room)
        counts.cacheWrite5m = Self.take(written5m, from: &room)

        // `room` is now what is neither from nor into the cache; the modalities may be there or in `cached`.
        let audio = min(audioInput, room + cached)
        let image = min(imageInput, room + cached - audio)
        let video = min(videoInput, room)
        counts.cachedAudioInput = min(cachedAudio ?? 0, audio, cached)
        counts.cachedImageInput = min(cachedImage ?? 0, image, cached - counts.cachedAudioInput)
        counts.videoInput = Self.take(video, from: &room)
        counts.audioInput = Self.take(audio - counts.cachedAudioInput, from: &room)
        counts.imageInput = Self.take(image - counts.cachedImageInput, from: &room)
        var textInCache = cached - counts.cachedAudioInput - counts.cachedImageInput
        counts.cachedAudioInput += Self.take(audio - counts.cachedAudioInput - counts.audioInput, from: &textInCache)
        counts.cachedImageInput += Self.take(image - counts.cachedImageInput - counts.imageInput, from: &textInCache)
        counts.cachedInput = textInCache
        counts.input = room
    }

    private func mapCompletion(into counts: inout TokenCounts) {
        var room = completion
        counts.imageOutput = Self.take(imageOutput, from: &room)
        counts.audioOutput = Self.take(audioOutput, from: &room)
        counts.citation = Self.take(citation, from: &room)
        counts.reasoning = Self.take(reasoning, from: &room)
        counts.output = room
    }

    /// As much of `wanted` as there is in `room`, which it leaves.
    private static func take(_ wanted: Int64, from room: inout Int64) -> Int64 {
        let taken = min(max(wanted, 0), room)
        room -= taken
        return taken
    }
}
