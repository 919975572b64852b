import Checks
import Dialects

/// Bodies of requests.
enum Requests {
    /// Reads the facts of `bytes`, and of `bytes` as it is forwarded.
    static func check(_ bytes: [UInt8], api: API) {
        guard let facts = read(bytes, api) else { return }
        Checks.check(facts.bodyBytes == bytes.count && facts.choices >= 1, "facts of a body")
        Checks.check(facts.outputCap.map { $0 > 0 } ?? true, "a cap of 0 or less")
        guard let edit = facts.usageInjection else { return }
        Checks.check(facts.stream && !facts.includesUsage, "usage is asked for where it must not be")
        Checks.check(edit.offset >= 0 && edit.offset + edit.removed <= bytes.count, "an edit lies in the body")
        var edited = bytes
        edited.replaceSubrange(edit.offset..<edit.offset + edit.removed, with: edit.inserted)
        guard let again = read(edited, api) else { return Checks.check(false, "edited, it is no request any more") }
        Checks.check(again.includesUsage && again.usageInjection == nil, "edited, it asks for no usage")
        var expected = facts
        expected.includesUsage = true
        expected.usageInjection = nil
        expected.bodyBytes = edited.count
        Checks.check(again == expected, "the edit changed more: \(again)")
    }

    private static func read(_ bytes: [UInt8], _ api: API) -> RequestFacts? {
        bytes.withUnsafeBytes { try? RequestScanner.scan($0, api: api) }
    }
}
