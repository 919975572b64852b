/// Writes protobuf's wire format (protobuf.dev, "Encoding") straight into bytes.
///
/// The idea: the generated messages are made, measured level by level and only then written, each with all that it holds;
/// a program whose requests are all recorded feels that. Here a message is written where it belongs, and its length is put
/// in front of it when it is known: one byte for nearly all, and what is longer is moved by as many bytes as are missing.
/// What comes out is, byte for byte, what the generated messages would write, fields in the order of their numbers.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    /// How a field's value is written.
    private enum WireType: UInt64 { case varint = 0, fixed64 = 1, delimited = 2, fixed32 = 5 }

    /// Nothing written; room for so many bytes.
    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// A whole number.
    mutating func number(_ field: UInt64, _ value: UInt64) {
        tag(field, .varint)
        varint(value)
    }

    /// Eight bytes.
    mutating func fixed(_ field: UInt64, _ value: UInt64) {
        tag(field, .fixed64)
        append(value.littleEndian)
    }

    /// Four bytes.
    mutating func fixed(_ field: UInt64, _ value: UInt32) {
        tag(field, .fixed32)
        append(value.littleEndian)
    }

    /// A text.
    mutating func text(_ field: UInt64, _ text: String) {
        tag(field, .delimited)
        varint(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// A trace's id, as bytes.
    mutating func id(_ field: UInt64, _ id: TraceID) {
        tag(field, .delimited)
        varint(16)
        append(id.high.bigEndian)
        append(id.low.bigEndian)
    }

    /// A span's id, as bytes.
    mutating func id(_ field: UInt64, _ id: SpanID) {
        tag(field, .delimited)
        varint(8)
        append(id.value.bigEndian)
    }

    /// A message; `content` writes its fields.
    mutating func message(_ field: UInt64, _ content: (inout ProtobufWriter) -> Void) {
        tag(field, .delimited)
        let start = bytes.count
        bytes.append(0)
        content(&self)
        putLength(at: start)
    }

    /// A message that was written before.
    mutating func message(_ field: UInt64, written: [UInt8]) {
        tag(field, .delimited)
        varint(UInt64(written.count))
        bytes.append(contentsOf: written)
    }

    /// Puts the length of what follows the byte at `start` there.
    private mutating func putLength(at start: Int) {
        var rest = UInt64(bytes.count - start - 1)
        var missing = 0
        while rest >> (7 * UInt64(missing + 1)) > 0 { missing += 1 }
        if missing > 0 { bytes.insert(contentsOf: repeatElement(0, count: missing), at: start) }
        for index in 0..<missing {
            bytes[start + index] = UInt8(truncatingIfNeeded: rest) | 0x80
            rest >>= 7
        }
        bytes[start + missing] = UInt8(truncatingIfNeeded: rest)
    }

    private mutating func tag(_ field: UInt64, _ type: WireType) { varint(field << 3 | type.rawValue) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }
}
