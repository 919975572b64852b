/// The fields of one event, as ranges of the bytes they are in; nothing is copied.
public struct ServerSentEvent: Sendable, Hashable {
    /// The value of the last `event` field; nil without one.
    public private(set) var type: Range<Int>?
    /// The value of the first `data` field; nil without one.
    ///
    /// The whole data, unless ``dataLines`` is more than 1.
    public private(set) var data: Range<Int>?
    /// How many `data` fields there are.
    public private(set) var dataLines = 0
    private let range: Range<Int>

    /// The event whose bytes are at `range`, as ``EventDelimiter`` found them, or cut short at the end of a stream.
    ///
    /// `beginsStream`: a byte order mark before it is not part of it.
    public init(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer, beginsStream: Bool = false) {
        var start = range.lowerBound
        if beginsStream, range.count >= 3, bytes[start] == 0xEF, bytes[start + 1] == 0xBB, bytes[start + 2] == 0xBF {
            start += 3
        }
        self.range = start..<range.upperBound
        var lines = FieldLines(self.range)
        while let line = lines.next(in: bytes) {
            if line.isNamed("data", in: bytes) {
                if dataLines == 0 { data = line.value }
                dataLines += 1
            } else if line.isNamed("event", in: bytes) {
                type = line.value
            }
        }
    }

    /// All `data` fields, joined by LF as the standard says; for the rare event that has several.
    public func joinedData(in bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var joined: [UInt8] = []
        var isFirst = true
        var lines = FieldLines(range)
        while let line = lines.next(in: bytes) {
            guard line.isNamed("data", in: bytes) else { continue }
            if !isFirst { joined.append(0x0A) }
            isFirst = false
            joined.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[line.value]))
        }
        return joined
    }

    /// Whether the `event` field says `name`.
    public func hasType(_ name: StaticString, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let type else { return false }
        return EventDelimiter.stands(name, at: type, in: bytes)
    }
}
