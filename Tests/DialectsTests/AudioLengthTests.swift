import Dialects
import Testing

/// How long audio files are, by their bytes.
struct AudioLengthTests {
    private func length(_ file: [UInt8], cuts: [Int] = []) -> Int64? {
        var reader = AudioLengthReader()
        var start = 0
        for cut in cuts + [file.count] {
            file[start..<cut].withUnsafeBytes { reader.push($0) }
            start = cut
        }
        return reader.length?.microseconds
    }

    @Test func `WAV is told by its data`() {
        #expect(length(AudioSamples.wav(seconds: 10)) == 10_000_000)
        #expect(length(AudioSamples.wav(milliseconds: 1500, bytesPerSecond: 16_000)) == 1_500_000)
        #expect(length(AudioSamples.wav(seconds: 4, extraChunk: true)) == 4_000_000)
    }

    @Test(arguments: [0, 0xFFFF_FFFF] as [UInt32])
    func `the data of a WAV whose size is not told is counted`(_ size: UInt32) {
        #expect(length(AudioSamples.wav(seconds: 3, toldSize: size)) == 3_000_000)
    }

    @Test func `a WAV that breaks off is as long as what is there`() {
        let whole = AudioSamples.wav(seconds: 4)
        #expect(length(Array(whole.prefix(44 + 64_000))) == 2_000_000)
    }

    @Test func `FLAC tells its samples`() {
        #expect(length(AudioSamples.flac(rate: 44_100, samples: 441_000)) == 10_000_000)
        #expect(length(AudioSamples.flac(rate: 96_000, samples: 68_719_476_735)) == 715_827_882_656)
        #expect(length(AudioSamples.flac(rate: 16_000, samples: 0)) == nil)
    }

    @Test func `MP3 is walked through, whatever its bit rates`() {
        // 44.1 kHz: 1152 samples a frame.
        #expect(length(AudioSamples.mp3(frames: 100)) == 2_612_244)
        #expect(length(AudioSamples.mp3(frames: 100, variable: true)) == 2_612_244)
        #expect(length(AudioSamples.mp3(frames: 100, table: true)) == 2_612_244)
        #expect(length(AudioSamples.mp3(frames: 100, tag: 5000)) == 2_612_244)
        #expect(length(AudioSamples.mp3(frames: 100, padding: (576, 1284))) == 2_570_068)
        #expect(
            length(AudioSamples.mp3(frames: 100) + Array("TAG".utf8) + [UInt8](repeating: 0, count: 125)) == 2_612_244)
    }

    @Test(arguments: [
        AudioSamples.wav(milliseconds: 30, bytesPerSecond: 8000, extraChunk: true),
        AudioSamples.flac(rate: 8000, samples: 8000), AudioSamples.mp3(frames: 4, table: true, tag: 40),
    ])
    func `a cut at any byte changes nothing`(_ file: [UInt8]) {
        let whole = length(file)
        #expect(whole != nil)
        for cut in 0...file.count { #expect(length(file, cuts: [cut]) == whole, "cut at \(cut)") }
        #expect(length(file, cuts: Array(0...file.count)) == whole)
    }

    @Test(arguments: [
        "", "RIFF", "RIFF____WAVE", "RIFF____AVI fmt ", "fLaC", "fLaC________________________________",
        "ID3\u{4}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", "OggS________________________",
        "just some text that is no audio at all",
    ])
    func `what is no such file has no length`(_ text: String) {
        #expect(length(Array(text.utf8)) == nil)
    }

    @Test func `bytes at random do no harm`() {
        var random = SeededGenerator(seed: 5)
        let starts: [[UInt8]] = [
            Array(AudioSamples.wav(seconds: 1).prefix(40)), Array(AudioSamples.mp3(frames: 1).prefix(4)), [],
        ]
        for start in starts {
            for _ in 0..<200 {
                let noise = (0..<Int.random(in: 0...3000, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                if let length = length(start + noise) { #expect(length > 0) }
            }
        }
    }
}
