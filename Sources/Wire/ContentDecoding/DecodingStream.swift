/// One library's decompressor.
protocol DecodingStream: AnyObject {
    /// Whether the data has come to an end of its own.
    var isAtEnd: Bool { get }

    /// Takes from `input`, writes to `output`, and returns the bytes written.
    ///
    /// Returns 0 only when all of `input` is taken, or nothing more can come.
    func step(
        _ input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ContentDecodingError) -> Int
}
