#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds where events end in an event stream that arrives in pieces (WHATWG HTML, "Server-sent events", parsing).
///
/// An event is taken here with everything before it that belongs to no other: its bytes are those from the end of
/// the last event up to and including the blank line that ends it. Lines end in LF, CRLF or CR. A CR at the very
/// end of what has arrived decides nothing, because an LF may follow: so the same bytes give the same events
/// however they are cut.
public struct EventDelimiter: Sendable, Hashable {
    /// Bytes of the current event that were looked at and need not be looked at again.
    public private(set) var scanned = 0
    /// Whether the line at `scanned` has no bytes so far.
    private var lineIsEmpty = true

    /// A delimiter at the beginning of an event.
    public init() {}

    /// The end of the event that begins at `start`; nil when it is not complete in `bytes`.
    ///
    /// Call it again with the same event, wherever it is then, and with more bytes after it: what was scanned is
    /// remembered. After an end was returned, the next event is expected.
    public mutating func end(ofEventAt start: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = start + scanned
        while index < bytes.count {
            let byte = bytes[index]
            if lineIsEmpty, byte != 0x0A, byte != 0x0D { lineIsEmpty = false }
            let lineEnd = lineIsEmpty ? index : Self.lineEnd(bytes, from: index)
            guard lineEnd < bytes.count else {
                index = lineEnd
                break
            }
            var next = lineEnd + 1
            if bytes[lineEnd] == 0x0D {
                guard next < bytes.count else {
                    scanned = lineEnd - start
                    return nil
                }
                if bytes[next] == 0x0A { next += 1 }
            }
            if lineIsEmpty {
                self = EventDelimiter()
                return next
            }
            lineIsEmpty = true
            index = next
        }
        scanned = index - start
        return nil
    }

    /// Lets go of the bytes of an unfinished event that were looked at, and returns how many they are.
    ///
    /// The event goes on behind them.
    public mutating func release() -> Int {
        defer { scanned = 0 }
        return scanned
    }

    /// Expects the beginning of an event.
    public mutating func reset() { self = EventDelimiter() }

    /// Whether `text` is what stands at `range` of `bytes`.
    static func stands(_ text: StaticString, at range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard range.count == text.utf8CodeUnitCount, let base = bytes.baseAddress else { return false }
        return memcmp(base + range.lowerBound, text.utf8Start, range.count) == 0
    }

    /// The first CR or LF at or after `start`; the end when there is none.
    static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress, start < bytes.count else { return bytes.count }
        let feed = memchr(base + start, 0x0A, bytes.count - start).map { base.distance(to: UnsafeRawPointer($0)) }
        let end = feed ?? bytes.count
        let carriage = memchr(base + start, 0x0D, end - start)
        return carriage.map { base.distance(to: UnsafeRawPointer($0)) } ?? end
    }
}
