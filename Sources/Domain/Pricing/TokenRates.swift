import Money
import Usage

/// The rates of each class of ``TokenCounts`` in one situation, with what stands in for a missing one filled in.
///
/// The order of substitutes is that of the generic formula: cached audio, for one, costs `cache_read_audio`, else
/// `cache_read`, else `input`.
struct TokenRates: Sendable {
    var input: Rate?
    var cachedInput: Rate?
    var cacheWrite5m: Rate?
    var cacheWrite1h: Rate?
    var audioInput: Rate?
    var cachedAudioInput: Rate?
    var imageInput: Rate?
    var cachedImageInput: Rate?
    var videoInput: Rate?
    var output: Rate?
    var reasoning: Rate?
    var audioOutput: Rate?
    var imageOutput: Rate?
    var citation: Rate?

    /// The rates that `rate` gives for the catalogue's classes.
    init(_ rate: (RateClass) -> Rate?) {
        input = rate(.input)
        cachedInput = rate(.cacheRead) ?? input
        cacheWrite5m = rate(.cacheWrite) ?? input
        cacheWrite1h = rate(.cacheWrite1h) ?? cacheWrite5m
        audioInput = rate(.inputAudio) ?? input
        cachedAudioInput = rate(.cacheReadAudio) ?? cachedInput
        imageInput = rate(.inputImage) ?? input
        cachedImageInput = rate(.cacheReadImage) ?? cachedInput
        videoInput = rate(.inputVideo) ?? input
        output = rate(.output)
        reasoning = rate(.reasoning) ?? output
        audioOutput = rate(.outputAudio) ?? output
        imageOutput = rate(.outputImage) ?? output
        citation = rate(.citation) ?? output
    }

    /// What `tokens` cost, and a bit for each class of ``classNames`` that was used and cannot be priced.
    ///
    /// It allocates nothing.
    func cost(of tokens: TokenCounts) -> (cost: ExactUSD, unpriced: UInt32) {
        var sum = TokenSum()
        sum.add(tokens.input, input)
        sum.add(tokens.cachedInput, cachedInput)
        sum.add(tokens.cacheWrite5m, cacheWrite5m)
        sum.add(tokens.cacheWrite1h, cacheWrite1h)
        sum.add(tokens.audioInput, audioInput)
        sum.add(tokens.cachedAudioInput, cachedAudioInput)
        sum.add(tokens.imageInput, imageInput)
        sum.add(tokens.cachedImageInput, cachedImageInput)
        sum.add(tokens.videoInput, videoInput)
        sum.add(tokens.output, output)
        sum.add(tokens.reasoning, reasoning)
        sum.add(tokens.audioOutput, audioOutput)
        sum.add(tokens.imageOutput, imageOutput)
        sum.add(tokens.citation, citation)
        return (ExactUSD(units: sum.pico * RateUnit.million.exactUnitsPerPico), sum.unpriced)
    }

    /// Names of the classes, in the order of the bits of `unpriced`.
    static let classNames = [
        "input", "cached_input", "cache_write_5m", "cache_write_1h", "audio_input", "cached_audio_input",
        "image_input", "cached_image_input", "video_input", "output", "reasoning", "audio_output", "image_output",
        "citation",
    ]

    /// The names of the classes whose bits are set.
    static func names(of bits: UInt32) -> [String] {
        classNames.indices.filter { bits & (1 << UInt32($0)) != 0 }.map { classNames[$0] }
    }
}

/// A sum of tokens times rates, in 1e-12 dollars per million; class after class.
private struct TokenSum {
    var pico: Int128 = 0
    var unpriced: UInt32 = 0
    private var bit: UInt32 = 1

    /// Adds the next class: a quantity that cannot be true is not billed, as if it had no rate.
    mutating func add(_ quantity: Int64, _ rate: Rate?) {
        if quantity != 0 {
            if let rate, quantity > 0, quantity <= RateUnit.million.largestQuantity {
                pico += Int128(rate.pico) * Int128(quantity)
            } else {
                unpriced |= bit
            }
        }
        bit <<= 1
    }
}
