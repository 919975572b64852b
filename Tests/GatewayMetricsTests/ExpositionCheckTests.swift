import Foundation
import Gateway
import GatewayMetrics
import Ledger
import PrometheusExposition
import Testing
import Usage

@Suite struct ExpositionCheckTests {
    /// Every hostile value as model and as component, and one of every event.
    private static func hostileMetrics() -> GatewayMetrics {
        let metrics = makeMetrics(maximumLines: 40_000, providers: ["openai", "an\"thropic\n"])
        for (index, value) in hostileValues.enumerated() {
            settle(metrics, makeRecord(metrics, model: value, component: "c"))
            settle(metrics, makeRecord(metrics, model: "m", component: value) { $0.errorType = .timeout })
            settle(metrics, makeRecord(metrics, model: value, component: hostileValues[index / 2]))
        }
        metrics.callRefused(CallRefused(reason: .bodyTooLarge, status: 413))
        metrics.upstreamEnded(UpstreamEnded(provider: ProviderID(rawValue: "openai"), outcome: .cut))
        metrics.ledgerCommitted(rows: 3, seconds: 0.002, result: .committed)
        metrics.holdsOpen { 3 }
        return metrics
    }

    @Test func `promtool finds nothing wrong`() throws {
        let promtool = try #require(
            (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
                .map { "\($0)/promtool" }.first { FileManager.default.isExecutableFile(atPath: $0) },
            "promtool is not installed; `make test` installs Debian's package prometheus, which has it.")
        let file = FileManager.default.temporaryDirectory.appending(path: "tollgate-\(UUID().uuidString).prom")
        try Data(Self.hostileMetrics().render(accept: nil).body).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: promtool)
        process.arguments = ["check", "metrics"]
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        #expect(said == "")
    }

    @Test(arguments: [false, true]) func `no series is there twice`(openMetrics: Bool) {
        let lines = Self.hostileMetrics().samples(openMetrics: openMetrics)
        let series = lines.map { line in String(line[..<(line.lastIndex(of: " ") ?? line.endIndex)]) }
        #expect(series.count > 2_000)
        // Compared by bytes: to Swift, canonically equivalent strings are equal.
        #expect(Set(series.map { Array($0.utf8) }).count == series.count)
    }

    @Test(arguments: [false, true]) func `every line is whole, and each metric stands together`(openMetrics: Bool) {
        let text = Self.hostileMetrics().text(openMetrics: openMetrics)
        #expect(text.utf8.last == UInt8(ascii: "\n"))
        #expect(!text.utf8.contains(0))
        var seen: Set<String> = []
        for line in text.utf8.split(separator: UInt8(ascii: "\n")).map({ String(Substring($0)) }) {
            if line.hasPrefix("# TYPE ") {
                #expect(seen.insert(String(line.split(separator: " ")[2])).inserted, "\(line)")
            } else if !line.hasPrefix("#") {
                let value = line[line.index(after: line.lastIndex(of: " ") ?? line.startIndex)...]
                #expect(Double(value.replacing("Inf", with: "inf")) != nil, "\(line)")
            }
        }
        #expect(text.hasSuffix("# EOF\n") == openMetrics)
    }
}
