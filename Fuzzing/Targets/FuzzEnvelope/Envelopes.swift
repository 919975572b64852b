import Checks
import SentryProtocol

/// What is read as an envelope is one: written and read again it has the same items and says the same.
func checkEnvelope(_ bytes: [UInt8]) {
    guard let envelope = try? SentryEnvelope(bytes, maximumItems: 50) else { return }
    check(envelope.items.count <= 50, "\(envelope.items.count) items")
    check(
        envelope.items.reduce(0) { $0 + $1.payload.count } <= bytes.count,
        "there are more payloads than bytes: \(envelope)")
    let written = envelope.bytes()
    guard let again = try? SentryEnvelope(written, maximumItems: 50) else {
        return check(false, "what was written is not read: \(String(decoding: written, as: UTF8.self))")
    }
    check(again.items == envelope.items, "items: \(again.items) of \(envelope.items)")
    check(
        again.header.dsn == envelope.header.dsn && again.header.eventID == envelope.header.eventID
            && again.header.trace?.fields ?? [:] == envelope.header.trace?.fields ?? [:],
        "header: \(again.header) of \(envelope.header)")
    let header = (try? SentryEnvelope.header(of: bytes, maximumLine: bytes.count)) ?? nil
    if let header { check(header == envelope.header, "a tunnel reads another header: \(header)") }
    checkStamp(envelope)
}

/// `sent_at` is put in, and nothing else changes.
private func checkStamp(_ envelope: SentryEnvelope) {
    let at = SentryTimestamp(microseconds: 1_700_000_000_123_456)
    guard let stamped = SentryEnvelope.stamped(envelope.bytes(), sentAt: at), let read = try? SentryEnvelope(stamped)
    else { return check(false, "cannot be stamped: \(envelope)") }
    check(read.items == envelope.items, "stamped, its items differ")
}

/// A header's line is found at its end, however long the rest is, and not before it is whole.
func checkHeader(_ bytes: [UInt8]) {
    guard let header = (try? SentryEnvelope.header(of: bytes, maximumLine: 1_024)) ?? nil else { return }
    guard let end = bytes.firstIndex(of: 0x0A) else { return check(false, "a header without its end") }
    check(end <= 1_024, "a line of \(end) bytes")
    let cut = (try? SentryEnvelope.header(of: Array(bytes[..<end]), maximumLine: 1_024)) ?? nil
    check(cut == nil, "a header before its end")
    let alone = (try? SentryEnvelope.header(of: Array(bytes[...end]), maximumLine: 1_024)) ?? nil
    check(alone == header, "what follows the header changes it")
}
