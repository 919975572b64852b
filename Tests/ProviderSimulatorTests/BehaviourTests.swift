import ProviderSimulator
import Testing

/// What a request may ask the simulator for.
@Suite struct BehaviourTests {
    @Test(arguments: [
        ("delay-ms", "5"), ("status", "429"), ("hang", "head"), ("hang", ""), ("cut", "rst"), ("gzip", "1"),
        ("crlf", "true"), ("usage", #"{"prompt_tokens":1}"#), ("bad-length", "-40"), ("split", "1"),
        ("service-tier", "flex"), ("events", "0"), ("provider", "groq"), ("tool-calls", "0"), ("audio-ms", "7500"),
        ("polls", "3"), ("failed", "1"), ("tool-prompt-tokens", "9"),
    ])
    func `accepts what it documents`(name: String, value: String) throws {
        var behaviour = Behaviour()
        try behaviour.set(name, value)
        #expect(behaviour != Behaviour())
        #expect(Behaviour.reference.contains(name))
    }

    @Test(arguments: [
        ("no-such-thing", "1"), ("delay-ms", "soon"), ("delay-ms", "-1"), ("status", "99"), ("cut", "gently"),
        ("crlf", "perhaps"), ("usage", "{"), ("usage", "[1]"), ("split", "0"), ("events", "1e3"), ("", ""),
        ("provider", "nobody"), ("tool-calls", "-1"), ("polls", "many"),
    ])
    func `refuses what makes no sense, and says so`(name: String, value: String) {
        var behaviour = Behaviour()
        #expect(throws: Behaviour.Invalid.self) { try behaviour.set(name, value) }
        #expect(behaviour == Behaviour())
    }
}
