import ContentDecoding
package import Dialects
import JSONScanning
package import NIOCore

/// A large request body: in a file, with what has been read of it on its way there.
package final class SpooledBody {
    private let file: SpoolFile
    private var outline = JSONOutline()
    /// Reads a form in passing; nil where the body is none.
    private var form: MultipartScanner?
    /// With its strings cut, for traces that tell what was said; nil where nobody asks for it.
    package private(set) var reduced: ReducedJSON?
    /// How it is compressed; nil = it is not.
    private let encoding: String?
    private let decoder: ContentDecoder?
    /// Whether what has been read of it can be trusted so far.
    private var isReadable: Bool

    /// An empty body in a new file in `directory`.
    ///
    /// - Parameters:
    ///   - encoding: its `Content-Encoding`; nil = none.
    ///   - form: reads it, where it is a form.
    ///   - content: how much of what it says may have to be told.
    package init(
        directory: String, encoding: String?, form: MultipartScanner? = nil, content: ContentLimits? = nil
    ) throws(SpoolError) {
        file = try SpoolFile(directory: directory)
        self.encoding = encoding
        self.form = form
        reduced = form == nil ? content.map { ReducedJSON(for: $0) } : nil
        decoder = encoding.flatMap { ContentDecoder(encoding: $0) }
        isReadable = encoding == nil || decoder != nil
    }

    /// Bytes, as they came.
    package var count: Int { file.count }

    /// Adds the next bytes as they came.
    package func append(_ part: ByteBuffer) throws(SpoolError) {
        var failure: SpoolError?
        part.withUnsafeReadableBytes { bytes in
            do throws(SpoolError) {
                try file.append(bytes)
            } catch {
                failure = error
                return
            }
            look(at: bytes)
        }
        if let failure { throw failure }
    }

    /// What a request to `api` with this body asks for; nil where that needs the whole body.
    package func facts(api: API) -> RequestFacts? {
        guard isReadable else { return nil }
        if let decoder {
            do { try decoder.finish() } catch { return nil }
        }
        return form?.facts ?? RequestScanner.scan(outline, api: api)
    }

    /// How a request with this body asks for its answer; nil where that needs the whole body.
    package func parameters(api: API) -> RequestParameters? {
        guard isReadable, outline.isFaithful else { return nil }
        return outline.bytes.withUnsafeBytes { RequestParameters($0, api: api) }
    }

    /// The `length` bytes at `offset`.
    package func read(at offset: Int, length: Int) throws(SpoolError) -> ByteBuffer {
        try file.read(at: offset, length: length)
    }

    private func look(at bytes: UnsafeRawBufferPointer) {
        guard isReadable, form != nil || outline.isFaithful || reduced != nil else { return }
        guard let decoder else {
            read(bytes)
            return
        }
        do {
            try decoder.decode(bytes) { read($0) }
        } catch {
            isReadable = false
        }
    }

    private func read(_ bytes: UnsafeRawBufferPointer) {
        if form == nil { outline.append(bytes) } else { form?.push(bytes) }
        reduced?.push(bytes)
    }
}
