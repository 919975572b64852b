/// Decompresses a body as it comes, for scanning: what the client gets are the bytes as the provider sent them.
///
/// Keeps the coding's window and one block of 16 KiB, whatever the body's size. One decoder a body, on one thread.
public final class ContentDecoder {
    private let stream: (any DecodingStream)?
    private let limits: ContentDecodingLimits
    private let block: UnsafeMutableRawBufferPointer
    private var failure: ContentDecodingError?
    /// Compressed bytes so far.
    public private(set) var bytesIn = 0
    /// Decoded bytes so far.
    public private(set) var bytesOut = 0

    /// A decoder for a body with this coding; nil when this machine has no library for it.
    public init?(_ coding: ContentCoding, limits: ContentDecodingLimits = ContentDecodingLimits()) {
        switch coding {
        case .identity: stream = nil
        case .gzip:
            guard let made = InflateStream(.gzip) else { return nil }
            stream = made
        case .deflate:
            guard let made = InflateStream(.zlibOrRaw) else { return nil }
            stream = made
        case .brotli:
            guard let made = BrotliStream() else { return nil }
            stream = made
        }
        self.limits = limits
        block = .allocate(byteCount: 16_384, alignment: 16)
    }

    /// A decoder for a body whose `Content-Encoding` is `encoding`; nil when the coding is not known, is a list of
    /// several, or this machine has no library for it.
    public convenience init?(encoding: String, limits: ContentDecodingLimits = ContentDecodingLimits()) {
        var encoding = encoding
        guard let coding = encoding.withUTF8({ ContentCoding(fieldValue: UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self.init(coding, limits: limits)
    }

    deinit { block.deallocate() }

    /// Whether the compressed data has ended; what comes behind it is ignored.
    ///
    /// For gzip it says so between two members as well, and takes the next one when it comes.
    public var isAtEnd: Bool { stream?.isAtEnd ?? true }

    /// Decodes the next bytes of the body, and gives what comes out to `sink`, a block at a time.
    ///
    /// After an error every further call throws the same.
    public func decode(
        _ bytes: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) -> Void
    ) throws(ContentDecodingError) {
        if let failure { throw failure }
        do {
            try run(bytes, sink)
        } catch {
            failure = error
            throw error
        }
    }

    /// Decodes the next bytes of the body, and appends what comes out to `output`.
    ///
    /// Throws ``ContentDecodingError/tooLarge`` when `output` would hold more than `limit` bytes; it holds that many.
    public func decode(
        _ bytes: UnsafeRawBufferPointer, into output: inout [UInt8], limit: Int
    ) throws(ContentDecodingError) {
        var isFull = false
        try decode(bytes) { block in
            let room = max(0, limit - output.count)
            output.append(contentsOf: block.prefix(room))
            if block.count > room { isFull = true }
        }
        guard !isFull else {
            failure = .tooLarge
            throw .tooLarge
        }
    }

    /// To be called at the body's end; throws ``ContentDecodingError/truncated`` when compressed data is missing.
    public func finish() throws(ContentDecodingError) {
        if let failure { throw failure }
        guard isAtEnd || bytesIn == 0 else { throw .truncated }
    }

    private func run(
        _ bytes: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) -> Void
    ) throws(ContentDecodingError) {
        bytesIn += bytes.count
        guard let stream else {
            try count(bytes.count)
            if !bytes.isEmpty { sink(bytes) }
            return
        }
        var input = bytes
        while true {
            let written = try stream.step(&input, into: block)
            guard written > 0 else { return }
            try count(written)
            sink(UnsafeRawBufferPointer(rebasing: block[..<written]))
        }
    }

    private func count(_ written: Int) throws(ContentDecodingError) {
        bytesOut += written
        guard bytesOut <= limits.maximumBytes else { throw .tooLarge }
        guard stream == nil || bytesOut <= 1 << 20 || bytesOut / limits.maximumRatio <= bytesIn else {
            throw .tooLarge
        }
    }
}
