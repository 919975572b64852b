import ContentDecoding
import Testing

@Suite struct ContentDecoderTests {
    static let text: [UInt8] =
        Array(String(repeating: #"data: {"choices":[{"delta":{"content":"hi"}}]}"# + "\n\n", count: 20).utf8)
        + Array("data: [DONE]\n\n".utf8)

    /// `text`, compressed by Google's encoder.
    static let brotli: [UInt8] = [
        0x1B, 0xCD, 0x03, 0x60, 0x1C, 0x05, 0xEE, 0x9E, 0x45, 0xB3, 0x8D, 0xC3, 0x41, 0x13, 0x6F, 0x0F,
        0x63, 0x18, 0xA1, 0xD2, 0x5B, 0x64, 0x6F, 0x4B, 0x67, 0x2B, 0xE8, 0x74, 0xF5, 0x49, 0x10, 0xB4,
        0x34, 0xD8, 0x80, 0x03, 0xF6, 0x70, 0xC0, 0x3D, 0x1A, 0x85, 0x2F, 0x4A, 0xAB, 0x33, 0x9A, 0x90,
        0x08, 0x3A, 0xD9, 0x6E, 0x7C, 0xAA, 0x96, 0x61, 0x2E, 0x54, 0x6A, 0xDF, 0x20, 0xE4, 0xDB, 0xE8,
        0x06,
    ]

    @Test(arguments: Wrapper.allCases) func `inflates whatever the wrapper and the pieces`(wrapper: Wrapper) throws {
        let compressed = compress(Self.text, wrapper)
        #expect(compressed.count < Self.text.count / 4)
        for size in [1, 2, 3, 7, 20, .max] {
            #expect(try decode(compressed, wrapper.coding, size: size) == Self.text)
        }
    }

    @Test(arguments: Wrapper.allCases) func `inflates more than a block at once`(wrapper: Wrapper) throws {
        let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
        #expect(try decode(compress(large, wrapper), wrapper.coding) == large)
        #expect(try decode(compress(large, wrapper, level: 0), wrapper.coding, size: 1_000) == large)
    }

    @Test func `reads members of gzip one after the other`() throws {
        let members = compress(Self.text, .gzip) + compress([], .gzip) + compress([65, 66], .gzip)
        for size in [1, 5, 100, .max] {
            #expect(try decode(members, .gzip, size: size) == Self.text + [65, 66])
        }
    }

    @Test(arguments: [[0, 0, 0, 0], [0x20, 0x1F, 0x8B], Array("garbage".utf8)])
    func `ignores what follows the end`(rest: [UInt8]) throws {
        for wrapper in Wrapper.allCases {
            for size in [1, .max] {
                #expect(try decode(compress(Self.text, wrapper) + rest, wrapper.coding, size: size) == Self.text)
            }
        }
    }

    @Test(arguments: Wrapper.allCases) func `says when data is missing`(wrapper: Wrapper) {
        let compressed = compress(Self.text, wrapper)
        for count in 1..<compressed.count {
            let cut = Array(compressed.prefix(count))
            #expect(failure { () throws(ContentDecodingError) in try decode(cut, wrapper.coding) } == .truncated)
        }
        #expect(failure { () throws(ContentDecodingError) in try decode([], wrapper.coding) } == nil)
    }

    @Test func `gives what came before the cut`() throws {
        let decoder = try #require(ContentDecoder(.gzip))
        var output: [UInt8] = []
        let compressed = compress(Self.text, .gzip)
        let cut = Array(compressed.dropLast(9))
        try withBytes(cut) { raw throws(ContentDecodingError) in
            try decoder.decode(raw, into: &output, limit: 100_000)
        }
        #expect(output.count > 900)
        #expect(Self.text.starts(with: output))
        #expect(!decoder.isAtEnd)
    }

    @Test func `refuses garbage, and goes on refusing`() throws {
        for coding in [ContentCoding.gzip, .deflate] {
            let decoder = try #require(ContentDecoder(coding))
            var output: [UInt8] = []
            let garbage = [UInt8](repeating: 0xFF, count: 50)
            for _ in 0..<2 {
                let error = failure { () throws(ContentDecodingError) in
                    try withBytes(garbage) { raw throws(ContentDecodingError) in
                        try decoder.decode(raw, into: &output, limit: 100)
                    }
                }
                #expect(error == .malformed)
            }
            #expect(failure { () throws(ContentDecodingError) in try decoder.finish() } == .malformed)
        }
    }

    @Test func `a wrong checksum is malformed`() {
        var compressed = compress(Self.text, .gzip)
        compressed[compressed.count - 6] ^= 1
        #expect(failure { () throws(ContentDecodingError) in try decode(compressed, .gzip) } == .malformed)
    }

    @Test func `stops at a bomb`() throws {
        let bomb = compress([UInt8](repeating: 0, count: 20 << 20), .gzip, level: 9)
        #expect(bomb.count < 30_000)
        var seen = 0
        let decoder = try #require(ContentDecoder(.gzip))
        let error = failure { () throws(ContentDecodingError) in
            try withBytes(bomb) { raw throws(ContentDecodingError) in
                try decoder.decode(raw) { seen += $0.count }
            }
        }
        #expect(error == .tooLarge)
        #expect(seen <= bomb.count * 200 + 16_384)
        let absolute = ContentDecodingLimits(maximumBytes: 100_000, maximumRatio: .max)
        #expect(failure { () throws(ContentDecodingError) in try decode(bomb, .gzip, limits: absolute) } == .tooLarge)
        let generous = ContentDecodingLimits(maximumBytes: .max, maximumRatio: 2_000)
        #expect(try decode(bomb, .gzip, limits: generous).count == 20 << 20)
    }

    @Test func `fills the output to its limit only`() throws {
        let decoder = try #require(ContentDecoder(.gzip))
        var output: [UInt8] = [1]
        let error = failure { () throws(ContentDecodingError) in
            try withBytes(compress(Self.text, .gzip)) { raw throws(ContentDecodingError) in
                try decoder.decode(raw, into: &output, limit: 11)
            }
        }
        #expect(error == .tooLarge)
        #expect(output == [1] + Self.text.prefix(10))
    }

    @Test func `passes identity on`() throws {
        #expect(try decode(Self.text, .identity, size: 10) == Self.text)
    }

    @Test func `never traps on bytes that were changed`() {
        var state: UInt64 = 5
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let seeds: [([UInt8], ContentCoding)] =
            Wrapper.allCases.map { (compress(Self.text, $0), $0.coding) } + [(Self.brotli, .brotli)]
        var outcomes: Set<ContentDecodingError?> = []
        for _ in 0..<10_000 {
            var (bytes, coding) = seeds[random(seeds.count)]
            bytes[random(bytes.count)] = UInt8(random(256))
            outcomes.insert(
                failure { () throws(ContentDecodingError) in try decode(bytes, coding, size: 1 + random(40)) })
        }
        #expect(outcomes.isSuperset(of: [.malformed, .truncated]))
    }

    @Test(
        .enabled(if: ContentDecoder(.brotli) != nil, "libbrotlidec.so.1 is not installed"), arguments: [1, 2, 9, .max])
    func `decodes brotli where the library is at hand`(size: Int) throws {
        #expect(try decode(Self.brotli, .brotli, size: size) == Self.text)
        let cut = Array(Self.brotli.dropLast(3))
        #expect(failure { () throws(ContentDecodingError) in try decode(cut, .brotli, size: size) } == .truncated)
        let garbage = [UInt8](repeating: 0xFF, count: 50)
        #expect(failure { () throws(ContentDecodingError) in try decode(garbage, .brotli, size: size) } == .malformed)
    }

    @Test func `codings are known by name`() {
        func coding(_ text: String) -> ContentCoding? {
            Array(text.utf8).withUnsafeBytes { ContentCoding(fieldValue: $0) }
        }
        #expect(coding("GZip") == .gzip && coding("x-gzip") == .gzip && coding("deflate") == .deflate)
        #expect(coding("BR") == .brotli && coding("") == .identity && coding("Identity") == .identity)
        for unknown in ["zstd", "gzip, br", "gzip2", "gzi", "compress"] {
            #expect(coding(unknown) == nil)
            #expect(ContentDecoder(encoding: unknown) == nil)
        }
        #expect(ContentDecoder(encoding: "gzip") != nil)
    }
}
