public import JSONScanning

/// JSON values that follow each other, on as many lines as they like: bodies that were printed for people.
public enum BodySequence {
    /// The ranges of the values in `text`, up to the first thing that is none, with the error about that.
    public static func values(in text: UnsafeRawBufferPointer) -> (ranges: [Range<Int>], error: JSONScanError?) {
        var ranges: [Range<Int>] = []
        var cursor = JSONCursor(text)
        while true {
            cursor.skipWhitespace()
            if cursor.offset == text.count { return (ranges, nil) }
            do throws(JSONScanError) {
                ranges.append(try cursor.skip())
            } catch {
                return (ranges, error)
            }
        }
    }

    /// Whether the first line that is not empty is a whole JSON value, so that `text` is one value a line.
    public static func isOneLineEach(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let start = text.firstIndex(where: { $0 > 0x20 }) else { return true }
        let end = text[start...].firstIndex(of: 0x0A) ?? text.endIndex
        var cursor = JSONCursor(UnsafeRawBufferPointer(rebasing: text[start..<end]))
        return (try? cursor.skip()) != nil && (try? cursor.end()) != nil
    }

    /// Whether `text` begins as an event stream does.
    public static func isEventStream(_ text: UnsafeRawBufferPointer) -> Bool {
        let start = text.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        return ["data:", "event:", "id:", "retry:", ":"].contains { start.starts(with: $0.utf8) }
    }
}
