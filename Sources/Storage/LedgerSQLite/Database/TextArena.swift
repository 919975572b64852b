/// Memory for the texts of one row: kept where they are until ``reset()``, and used again for the next.
///
/// SQLite then needs no copy of its own (`SQLITE_STATIC`), and a row costs no allocation. A NUL, at which readers of
/// SQLite's texts stop, becomes a SUB (U+001A).
final class TextArena {
    private var chunk: UnsafeMutableBufferPointer<UInt8>
    private var used = 0
    /// Chunks that became too small while texts in them were still needed.
    private var outgrown: [UnsafeMutableBufferPointer<UInt8>] = []

    init(capacity: Int = 4096) { chunk = .allocate(capacity: capacity) }

    deinit {
        chunk.deallocate()
        for chunk in outgrown { chunk.deallocate() }
    }

    /// Forgets all texts.
    func reset() {
        used = 0
        guard !outgrown.isEmpty else { return }
        for chunk in outgrown { chunk.deallocate() }
        outgrown.removeAll()
    }

    /// The UTF-8 bytes of `text`, valid until ``reset()``; the base address is never nil.
    func keep(_ text: String) -> UnsafeBufferPointer<UInt8> {
        var text = text
        return text.withUTF8 { bytes in
            if used + bytes.count > chunk.count {
                outgrown.append(chunk)
                chunk = .allocate(capacity: max(2 * chunk.count, bytes.count))
                used = 0
            }
            let kept = UnsafeMutableBufferPointer(rebasing: chunk[used..<used + bytes.count])
            _ = kept.update(fromContentsOf: bytes)
            if kept.contains(0) {
                for index in kept.indices where kept[index] == 0 { kept[index] = 0x1A }
            }
            used += bytes.count
            return UnsafeBufferPointer(kept)
        }
    }
}
