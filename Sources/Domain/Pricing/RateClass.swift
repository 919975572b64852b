/// What a catalogue's rate is a price for; the raw value is its key in the catalogue.
public enum RateClass: String, Sendable, Hashable, CaseIterable {
    // Tokens, per million
    case input
    case cacheRead = "cache_read"
    case cacheWrite = "cache_write"
    case cacheWrite1h = "cache_write_1h"
    case cacheWrite12h = "cache_write_12h"
    case inputAudio = "input_audio"
    case cacheReadAudio = "cache_read_audio"
    case inputImage = "input_image"
    case cacheReadImage = "cache_read_image"
    case inputVideo = "input_video"
    case output
    case reasoning
    case outputAudio = "output_audio"
    case outputImage = "output_image"
    case outputVideo = "output_video"
    case citation
    // Other units
    case perAudioHour = "per_audio_hour"
    case perOutputAudioHour = "per_output_audio_hour"
    case perMillionCharacters = "per_million_chars"
    case perMillionOutputCharacters = "per_million_output_chars"
    case perMegapixel = "per_megapixel"
    case perImage = "per_image"
    case perInputImage = "per_input_image"
    case perPage = "per_page"
    case perAnnotatedPage = "per_annotated_page"
    case perSearchUnit = "per_search_unit"
    case perQuery = "per_query"
    case perRequest = "per_request"
    case perTextMessage = "per_text_message"
    case perWebSearch = "per_web_search"
    case perWebSearchLow = "per_web_search_low"
    case perWebSearchMedium = "per_web_search_medium"
    case perWebSearchHigh = "per_web_search_high"
    case perWebSearchPreview = "per_web_search_preview"
    case perFileSearch = "per_file_search"
    case perSocialSearch = "per_social_search"
    case perCodeExecution = "per_code_execution"
    case perCodeSession = "per_code_session"
    case perMapsQuery = "per_maps_query"
}
