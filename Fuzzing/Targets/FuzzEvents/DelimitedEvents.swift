import Checks
import ServerSentEvents

/// An event stream read as the gateway does: the bytes that belong to no whole event come again with the next.
enum DelimitedEvents {
    /// The events with data that are complete in `bytes`, which come in pieces that end at `cuts`.
    static func read(_ bytes: [UInt8], cuts: [Int]) -> [Event] {
        var delimiter = EventDelimiter()
        var events: [Event] = []
        var pending: [UInt8] = []
        var start = 0
        var isFirst = true
        for cut in cuts {
            pending += bytes[start..<cut]
            start = cut
            var taken = 0
            // A copy of its own size, so that a read behind its end is one that the address sanitizer sees.
            Array(pending).withUnsafeBytes { buffer in
                while let end = delimiter.end(ofEventAt: taken, in: buffer) {
                    check(end > taken && end <= buffer.count, "an event ends where it cannot")
                    let event = ServerSentEvent(taken..<end, in: buffer, beginsStream: isFirst)
                    isFirst = false
                    taken = end
                    guard let data = event.data else { continue }
                    let joined = event.joinedData(in: buffer)
                    check(event.dataLines != 1 || joined == Array(buffer[data]), "one line of data is the data")
                    events.append(Event(type: event.type.map { Array(buffer[$0]) } ?? [], data: joined))
                }
            }
            pending.removeFirst(taken)
            check(delimiter.scanned <= pending.count, "more was looked at than there is")
        }
        return events
    }
}
