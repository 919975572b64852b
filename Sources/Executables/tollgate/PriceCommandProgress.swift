import Foundation

/// The progress bar of `tollgate price`, on standard error of a terminal.
struct PriceCommandProgress {
    private let size: Int64?
    private let start = ContinuousClock.now
    private var shown: ContinuousClock.Instant?

    private static let width = 30

    /// A bar for an input of `size` bytes; of unknown size, a count.
    init(size: Int64?) { self.size = size.flatMap { $0 > 0 ? $0 : nil } }

    /// Shows how far it is, at most ten times a second.
    mutating func show(bytes: Int64, lines: Int) {
        let now = ContinuousClock.now
        if let shown, now - shown < .milliseconds(100) { return }
        shown = now
        let elapsed = max((now - start) / .seconds(1), 0.001)
        let speed = Double(bytes) / elapsed
        var text = "\(lines.formatted()) lines, \(Int(speed / 1_000_000)) MB/s"
        if let size {
            let done = min(Double(bytes) / Double(size), 1)
            let cells = Int(done * Double(Self.width))
            let bar = String(repeating: "█", count: cells) + String(repeating: "░", count: Self.width - cells)
            let left = Int((Double(size - min(bytes, size)) / max(speed, 1)).rounded(.up))
            text = "\(bar) \(Int(done * 100)) %, \(text), \(left) s left"
        }
        write("\r\(text)\u{1B}[K")
    }

    /// Takes the bar away, so that something else can be written.
    mutating func clear() {
        guard shown != nil else { return }
        shown = nil
        write("\r\u{1B}[K")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
