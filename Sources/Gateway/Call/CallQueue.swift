/// Calls in the order in which they were settled; the first out is the first that the ledger answers for.
struct CallQueue: Sequence {
    private var calls: [Call] = []
    private var head = 0

    var count: Int { calls.count - head }

    mutating func append(_ call: Call) { calls.append(call) }

    mutating func popFirst() -> Call? {
        guard head < calls.count else { return nil }
        let first = calls[head]
        head += 1
        if head == calls.count {
            calls.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 1024 {
            calls.removeFirst(head)
            head = 0
        }
        return first
    }

    func makeIterator() -> IndexingIterator<ArraySlice<Call>> { calls[head...].makeIterator() }
}
