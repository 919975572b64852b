import Dialects
import Testing

/// Forms with files, read in passing.
struct MultipartScannerTests {
    static let boundary = "----x1y2"
    static let contentType = "multipart/form-data; boundary=\(boundary)"

    static func part(_ name: String, _ value: [UInt8], file: String? = nil) -> [UInt8] {
        let filename = file.map { "; filename=\"\($0)\"\r\nContent-Type: audio/wav" } ?? ""
        return Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\(filename)\r\n\r\n".utf8)
            + value
            + Array("\r\n".utf8)
    }

    static func part(_ name: String, _ value: String) -> [UInt8] { part(name, Array(value.utf8)) }

    static let end = Array("--\(boundary)--\r\n".utf8)

    /// A form as an SDK sends it; the audio holds what looks like a delimiter, and is not.
    static let form =
        part("model", "whisper-1") + part("stream", "true") + part("prompt", "") + part("response_format", "srt")
        + part("file", AudioSamples.wav(seconds: 3, lead: "\r\n--\(boundary)".dropLast()), file: "a.wav") + end

    private func scan(
        _ form: [UInt8], cuts: [Int] = [], api: API = .transcriptions, contentType: String = contentType
    ) throws -> RequestFacts {
        var scanner = try #require(MultipartScanner(contentType: contentType, api: api))
        var start = 0
        for cut in cuts + [form.count] {
            form[start..<cut].withUnsafeBytes { scanner.push($0) }
            start = cut
        }
        return scanner.facts
    }

    @Test func `fields and the length of the audio are found`() throws {
        let facts = try scan(Self.form)
        #expect(facts.model == "whisper-1" && facts.stream)
        #expect(facts.hints.audioMicroseconds == 3_000_000)
        #expect(facts.bodyBytes == Self.form.count)
    }

    @Test func `fields behind the file are found as well`() throws {
        let form =
            Self.part("file", AudioSamples.wav(seconds: 2), file: "a.wav") + Self.part("model", "whisper-1") + Self.end
        let facts = try scan(form)
        #expect(facts.model == "whisper-1" && facts.hints.audioMicroseconds == 2_000_000)
    }

    @Test func `a cut at any byte changes nothing`() throws {
        let short =
            Self.part("model", "whisper-1") + Self.part("prompt", "")
            + Self.part("file", AudioSamples.wav(milliseconds: 40, bytesPerSecond: 8000), file: "a") + Self.end
        let whole = try scan(short)
        #expect(whole.hints.audioMicroseconds == 40_000)
        for cut in 0...short.count { #expect(try scan(short, cuts: [cut]) == whole, "cut at \(cut)") }
        #expect(try scan(short, cuts: Array(0...short.count)) == whole)
    }

    @Test func `images are told by their fields`() throws {
        let form =
            Self.part("image", [1, 2, 3], file: "a.png") + Self.part("model", "dall-e-2") + Self.part("n", "3")
            + Self.part("size", "512x512") + Self.end
        let facts = try scan(form, api: .images)
        #expect(facts.model == "dall-e-2" && facts.hints.images == 3 && facts.hints.imageSize == "512x512")
        #expect(facts.hints.audioMicroseconds == nil)
        #expect(facts.isForm && facts.attachments.images == 1 && facts.attachments.bytes == 3)
        let several =
            Self.part("image[]", Array(repeating: 7, count: 5000), file: "a.png") + Self.part("image[]", [2], file: "b")
            + Self.part("mask", [], file: "m") + Self.part("prompt", "in oil") + Self.part("note", [1], file: "n")
            + Self.end
        let all = try scan(several, cuts: [10, 100, 1000, 5100], api: .images)
        #expect(all.attachments.images == 3 && all.attachments.bytes == 5002)
        #expect(all.bodyBytes == several.count)
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=----x1y2", true),
        ("multipart/form-data; boundary=\"----x1y2\"; charset=x", true),
        ("Multipart/Form-Data;boundary=b", true), ("multipart/form-data", false), ("application/json", false),
        ("multipart/form-data; boundary=", false), ("multipart/mixed; boundary=b", false), ("", false),
    ])
    func `only forms are read`(_ contentType: String, _ isRead: Bool) {
        #expect(MultipartScanner.reads(contentType: contentType) == isRead)
    }

    @Test(arguments: [
        "", "--", "no form at all", "------x1y2", "------x1y2\r\n\r\n\r\n", "------x1y2--", "------x1y2\r\nX: y",
        "------x1y2\r\nContent-Disposition: form-data\r\n\r\nx\r\n------x1y2--",
        "------x1y2\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwithout an end",
    ])
    func `what is no form tells nothing`(_ text: String) throws {
        let facts = try scan(Array(text.utf8))
        #expect(facts.model == nil && facts.hints.audioMicroseconds == nil)
    }

    @Test func `an endless head and an endless field are bounded`() throws {
        var scanner = try #require(MultipartScanner(contentType: Self.contentType, api: .transcriptions))
        let head = Array("--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n".utf8)
        head.withUnsafeBytes { scanner.push($0) }
        let much = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<8 { much.withUnsafeBytes { scanner.push($0) } }
        Array("\r\n--\(Self.boundary)--".utf8).withUnsafeBytes { scanner.push($0) }
        #expect(scanner.facts.model?.utf8.count == 1024)
        var lost = try #require(MultipartScanner(contentType: Self.contentType, api: .transcriptions))
        Array("--\(Self.boundary)\r\n".utf8).withUnsafeBytes { lost.push($0) }
        for _ in 0..<8 { much.withUnsafeBytes { lost.push($0) } }
        Self.form.withUnsafeBytes { lost.push($0) }
        #expect(lost.facts.model == nil)
    }
}
