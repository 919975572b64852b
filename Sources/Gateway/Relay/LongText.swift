import NIOPosix
import Synchronization
package import Tokenization

/// The tokens of a stream's generated text that is too long to be kept, for an estimate of what a cut stream used.
///
/// Each piece is counted as it comes, on threads of the process's pool, and let go: a megabyte costs some 15 ms, none of
/// them on an event loop. So that a flood of long texts holds up neither memory nor the estimates behind it, no more
/// than ``mostWaiting`` bytes wait in the whole process; a piece beyond that is taken to be like the rest of its text.
///
/// Pieces end where deltas end, which is between tokens.
package final class LongText: Sendable {
    private struct Counted {
        var tokens = 0
        var bytes = 0
    }

    private struct Waiting {
        var pieces: [[UInt8]] = []
        /// Bytes that were let go without being counted.
        var uncounted = 0
    }

    private let encoding: Encoding
    private let mostWaiting: Int
    private let waiting = Mutex(Waiting())
    /// Held while a piece is counted: by threads of the pool only.
    private let counted = Mutex(Counted())

    /// Bytes that wait to be counted, of all texts.
    private static let allWaiting = Atomic(0)

    /// An empty text.
    ///
    /// - Parameters:
    ///   - encoding: the vocabulary of the model.
    ///   - mostWaiting: the most bytes that may wait in the process with a piece of this text.
    package init(_ encoding: Encoding, mostWaiting: Int = 2 << 20) {
        self.encoding = encoding
        self.mostWaiting = mostWaiting
    }

    deinit {
        // Nobody asked: what still waits is not counted any more.
        let rest = waiting.withLock { $0.pieces.reduce(0) { $0 + $1.count } }
        Self.allWaiting.subtract(rest, ordering: .relaxed)
    }

    /// More of the text; from an event loop.
    package func append(_ piece: [UInt8]) {
        let before = Self.allWaiting.add(piece.count, ordering: .relaxed).oldValue
        guard before < mostWaiting else {
            Self.allWaiting.subtract(piece.count, ordering: .relaxed)
            waiting.withLock { $0.uncounted += piece.count }
            return
        }
        waiting.withLock { $0.pieces.append(piece) }
        NIOThreadPool.singleton.submit { [weak self] state in
            guard state == .active, let self else { return }
            self.counted.withLock { _ = self.countNext(&$0) }
        }
    }

    /// The tokens of the whole, which ends with `rest`.
    ///
    /// Counts what still waits: not to be called on an event loop.
    package func tokens(endingWith rest: [UInt8]) -> Int {
        var all = counted.withLock { counted in
            while countNext(&counted) {}
            return counted
        }
        all.tokens += Tokenizer.shared(encoding).count(rest)
        all.bytes += rest.count
        let uncounted = waiting.withLock { $0.uncounted }
        guard uncounted > 0, all.bytes > 0 else { return all.tokens }
        return all.tokens + (uncounted * all.tokens + all.bytes / 2) / all.bytes
    }

    private func countNext(_ counted: inout Counted) -> Bool {
        guard let piece = waiting.withLock({ $0.pieces.isEmpty ? nil : $0.pieces.removeFirst() }) else { return false }
        counted.tokens += Tokenizer.shared(encoding).count(piece)
        counted.bytes += piece.count
        Self.allWaiting.subtract(piece.count, ordering: .relaxed)
        return true
    }
}
