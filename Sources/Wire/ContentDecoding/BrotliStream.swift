/// The decompressor of the `brotli` library, where the machine has it.
final class BrotliStream: DecodingStream {
    private let library: BrotliLibrary
    private let state: OpaquePointer
    private(set) var isAtEnd = false

    init?() {
        guard let library = BrotliLibrary.shared, let state = library.create(nil, nil, nil) else { return nil }
        self.library = library
        self.state = state
    }

    deinit { library.destroy(state) }

    func step(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ContentDecodingError) -> Int {
        guard !isAtEnd else { return 0 }
        var availableIn = input.count
        var nextIn = input.assumingMemoryBound(to: UInt8.self).baseAddress
        var availableOut = output.count
        var nextOut = output.assumingMemoryBound(to: UInt8.self).baseAddress
        let result = library.decompress(state, &availableIn, &nextIn, &availableOut, &nextOut, nil)
        input = UnsafeRawBufferPointer(rebasing: input.suffix(availableIn))
        switch result {
        case BrotliLibrary.success: isAtEnd = true
        case BrotliLibrary.needsMoreInput, BrotliLibrary.needsMoreOutput: break
        default: throw .malformed
        }
        return output.count - availableOut
    }
}
