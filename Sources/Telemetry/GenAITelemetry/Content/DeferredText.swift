import Synchronization

/// A text that is made when it is first asked for, and then kept instead of what it is made of.
final class DeferredText: CustomStringConvertible, Sendable {
    private enum State: Sendable {
        case unmade(@Sendable () -> String)
        case made(String)
    }

    private let state: Mutex<State>

    init(_ make: @escaping @Sendable () -> String) { state = Mutex(.unmade(make)) }

    var description: String {
        state.withLock { state in
            switch state {
            case .made(let text): return text
            case .unmade(let make):
                let text = make()
                state = .made(text)
                return text
            }
        }
    }
}
