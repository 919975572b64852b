import Dispatch
import Foundation

/// Waits for the request to end: SIGTERM, or SIGINT (Control-C).
enum TerminationSignal {
    /// Returns when one of the signals has come, or the task is cancelled.
    static func wait() async {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
