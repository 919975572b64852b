import JSONScanning

/// Reads the payloads of one API: one file a family, chosen in ``API/reader(_:)``.
protocol PayloadReader: Sendable {
    /// What the payloads said so far; without the generated text.
    var response: MeteredResponse { get }

    /// Reads `data`, the payload of one event whose `event` field is `type`.
    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole

    /// Reads the body of a plain answer, as far as it can be read.
    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink)
}

/// What an event is to the gateway.
struct EventRole: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    /// It ends the stream.
    static let terminal = EventRole(rawValue: 1)
    /// It carries the usage and nothing else, as asked for by `include_usage`.
    static let usageOnly = EventRole(rawValue: 2)
    /// It says nothing but generated text, so that one like it needs no reading.
    static let plainContent = EventRole(rawValue: 4)
    /// It carries counts of all so far, and may be the last one that does, in a stream that has no terminal event.
    static let cumulativeUsage = EventRole(rawValue: 8)
}

extension API {
    /// A reader for this API's payloads, as `flavor` counts.
    func reader(_ flavor: UsageFlavor) -> any PayloadReader {
        switch self {
        case .chatCompletions, .completions, .embeddings: ChatReader(flavor)
        case .responses: ResponsesReader(flavor)
        case .moderations: ModerationReader()
        case .images: ImagesReader(flavor)
        case .transcriptions, .translations: TranscriptionReader(flavor)
        case .speech: SpeechReader()
        case .realtime: RealtimeReader()
        case .messages: MessagesReader(flavor)
        case .generateContent, .embedContent: GenerateContentReader()
        case .interactions: InteractionsReader()
        case .converse: ConverseReader()
        case .cohereChat, .cohereEmbed, .rerank: CohereReader()
        case .ocr: OCRReader()
        case .ollama: OllamaReader()
        case .countTokens, .unmetered: UnmeteredReader()
        }
    }
}

/// Reads nothing.
struct UnmeteredReader: PayloadReader {
    var response: MeteredResponse { MeteredResponse() }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole { [] }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {}
}
