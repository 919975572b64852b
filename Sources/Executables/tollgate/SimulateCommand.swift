import ArgumentParser
import Foundation
import ProviderSimulator

/// `tollgate simulate`: providers without providers.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run a provider simulator: the APIs of OpenAI, Anthropic, Gemini and others, and their failures.",
        discussion: """
            Answers like the real APIs (plain, streamed, in the background; tools, images, audio, structured output), \
            with made-up text and exact, reproducible token counts. A base URL that ends with /azure, /groq, \
            /deepseek, /mistral, /xai, /openrouter, /together, /fireworks, /perplexity, /cerebras, /moonshot, \
            /cohere, /ollama, /vllm or /zai makes it that provider, with its quirks. Any key is good. Point the gateway at it:

              tollgate simulate &
              TOLLGATE_OPENAI_BASE_URL=http://127.0.0.1:4010 TOLLGATE_ANTHROPIC_BASE_URL=http://127.0.0.1:4010 \
            OPENAI_API_KEY=sim ANTHROPIC_API_KEY=sim tollgate serve

            Or ask it directly:

              curl http://127.0.0.1:4010/v1/chat/completions -H 'authorization: Bearer sim' -H 'x-sim-status: 429' \
            -d '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hello"}]}'

            \(Behaviour.reference)
            """)

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one. The address is printed when it listens.")
    var port = 4010

    @Option(help: ArgumentHelp("Append each call, once it has ended, to a file as a JSON line.", valueName: "file"))
    var record: String?

    @Flag(help: "Remember no calls: /_sim/calls stays empty. For load tests.")
    var noRecord = false

    @Option(help: "How many calls to remember.")
    var recordLimit = 100_000

    @Option(help: "Event loop threads.")
    var threads = 1

    @Option(help: "Milliseconds before each response's head, unless a request says otherwise.")
    var delayMs = 0

    @Option(help: "Milliseconds between head and first body byte, unless a request says otherwise.")
    var firstByteDelayMs = 0

    @Option(help: "Milliseconds between a stream's events, unless a request says otherwise.")
    var eventDelayMs = 0

    func validate() throws {
        guard !(noRecord && record != nil) else {
            throw ValidationError("--record and --no-record exclude each other; leave one out.")
        }
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be from 0 to 65535.") }
    }

    func run() async throws {
        var configuration = ProviderSimulator.Configuration()
        configuration.host = host
        configuration.port = port
        configuration.threads = threads
        configuration.recordLimit = noRecord ? 0 : recordLimit
        configuration.recordFile = record
        configuration.behaviour.delayMilliseconds = delayMs
        configuration.behaviour.firstByteDelayMilliseconds = firstByteDelayMs
        configuration.behaviour.eventDelayMilliseconds = eventDelayMs

        let simulator = ProviderSimulator(configuration: configuration)
        let bound = try await simulator.start()
        print("tollgate simulate: listening on http://\(host):\(bound)")
        fflush(nil)
        await TerminationSignal.wait()
        await simulator.stop()
    }
}
