/// A binary heap of numbers, the lowest on top.
struct MinimumHeap {
    private var entries: [UInt64] = []

    /// The lowest.
    var minimum: UInt64? { entries.first }

    /// Empties it.
    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    /// Adds an entry anywhere; ``order()`` is to follow before anything else.
    mutating func appendUnordered(_ entry: UInt64) { entries.append(entry) }

    /// Makes a heap of what was appended, in linear time.
    mutating func order() {
        var index = entries.count / 2
        while index > 0 {
            index -= 1
            sink(entries[index], from: index)
        }
    }

    /// Adds an entry.
    mutating func insert(_ entry: UInt64) {
        entries.append(entry)
        entries.withUnsafeMutableBufferPointer { entries in
            var index = entries.count - 1
            while index > 0 {
                let parent = (index - 1) / 2
                guard entries[parent] > entry else { break }
                entries[index] = entries[parent]
                index = parent
            }
            entries[index] = entry
        }
    }

    /// Puts an entry in the place of the lowest; the heap is not empty.
    mutating func replaceMinimum(_ entry: UInt64) { sink(entry, from: 0) }

    /// Takes the lowest away; the heap is not empty.
    mutating func removeMinimum() {
        let last = entries.removeLast()
        if !entries.isEmpty { sink(last, from: 0) }
    }

    /// Puts `entry` where it belongs at or below `start`.
    private mutating func sink(_ entry: UInt64, from start: Int) {
        entries.withUnsafeMutableBufferPointer { entries in
            var index = start
            while true {
                var child = 2 * index + 1
                guard child < entries.count else { break }
                if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
                guard entries[child] < entry else { break }
                entries[index] = entries[child]
                index = child
            }
            entries[index] = entry
        }
    }
}
