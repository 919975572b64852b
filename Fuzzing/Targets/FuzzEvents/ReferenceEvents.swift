/// An event stream read line by line, as the standard tells it (WHATWG HTML, "Interpreting an event stream").
enum ReferenceEvents {
    /// The events with data that are complete in `bytes`.
    static func read(_ bytes: [UInt8]) -> [Event] {
        var events: [Event] = []
        var type: [UInt8] = []
        var data: [[UInt8]] = []
        for line in lines(bytes) {
            guard !line.isEmpty else {
                if !data.isEmpty { events.append(Event(type: type, data: Array(data.joined(separator: [10])))) }
                type = []
                data = []
                continue
            }
            var (name, value) = (line, [UInt8]())
            if let colon = line.firstIndex(of: 58) {
                name = Array(line[..<colon])
                value = Array(line[(colon + 1)...])
                if value.first == 32 { value.removeFirst() }
            }
            if name == Array("event".utf8) { type = value }
            if name == Array("data".utf8) { data.append(value) }
        }
        return events
    }

    /// The lines that have ended; a CR at the end of all bytes ends none, since an LF may follow it.
    private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 10:
                lines.append(line)
                line = []
            case 13:
                guard index < bytes.count else { return lines }
                if bytes[index] == 10 { index += 1 }
                lines.append(line)
                line = []
            default: line.append(byte)
            }
        }
        return lines
    }
}
