import NIOCore

/// The events of a stream, made when they are asked for, so that a stream of any length takes no memory.
struct EventSource {
    private let make: (Int) -> String?
    private var index = 0
    /// The event that reports an error within the stream.
    let errorEvent: String
    /// Whether an event is the dialect's terminal one (or comes after it): left out by `no-done`.
    let isTerminal: (String) -> Bool

    /// Events made by `make` from their index, until it returns nil.
    init(
        errorEvent: String, isTerminal: @escaping (String) -> Bool = { _ in false }, make: @escaping (Int) -> String?
    ) {
        self.make = make
        self.errorEvent = errorEvent
        self.isTerminal = isTerminal
    }

    /// The next event with its blank line, or nil at the end.
    mutating func next() -> String? {
        defer { index += 1 }
        return make(index)
    }
}
