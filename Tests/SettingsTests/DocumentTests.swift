import Foundation
import Pricing
import Settings
import Testing

@Suite struct DocumentTests {
    /// `docs/configuration.md` of the checkout that this file is in.
    private var document: String {
        get throws {
            var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            for _ in 0..<3 { folder.deleteLastPathComponent() }
            return try String(contentsOf: folder.appendingPathComponent("docs/configuration.md"), encoding: .utf8)
        }
    }

    /// The line of the document's tables that `key` must have.
    private func line(_ key: SettingKey) -> String {
        let variable = key.environment.map { "`\($0)`" } ?? "–"
        let standard = key.defaultText.isEmpty ? "–" : "`\(key.defaultText)`"
        return "| `\(key.path)` | \(variable) | \(key.kind) | \(standard) | \(key.meaning) |"
    }

    @Test func `every key is in the document, as the code has it`() throws {
        let lines = Set(try document.split(separator: "\n").map(String.init))
        let missing = SettingKey.all.map(line).filter { !lines.contains($0) }
        #expect(missing == [], "Put these lines into docs/configuration.md:\n\(missing.joined(separator: "\n"))")
    }

    @Test func `every class of usage that can have a rate is named`() throws {
        let text = try document
        #expect(RateClass.allCases.filter { !text.contains("`\($0.rawValue)`") } == [])
    }

    @Test func `the document has no key that the code does not`() throws {
        let known = Set(SettingKey.all.map(line))
        let rows = try document.split(separator: "\n").filter { $0.hasPrefix("| `") }
        #expect(!rows.isEmpty)
        #expect(rows.filter { !known.contains(String($0)) } == [])
    }

    @Test func `the file that it shows is valid`() throws {
        let text = try document
        let yaml = try #require(text.firstRange(of: "```yaml\n")).upperBound
        let end = try #require(text[yaml...].firstRange(of: "\n```")).lowerBound
        let settings = try load(String(text[yaml..<end]), ["TOLLGATE_ADMIN_TOKEN": "0123456789abcdef"])
        #expect(settings.warnings == [])
        #expect(settings.providers.count > 2 && !settings.prices.isEmpty)
    }

    @Test func `paths and variables are unique, and every default is valid`() throws {
        #expect(Set(SettingKey.all.map(\.path)).count == SettingKey.all.count)
        let variables = SettingKey.all.compactMap(\.environment)
        #expect(Set(variables).count == variables.count)
        for key in SettingKey.all where !key.path.contains("[]") && !key.defaultText.isEmpty {
            let variable = try #require(key.environment)
            #expect(problems("", [variable: key.defaultText]) == [], "\(key.path)")
        }
    }
}
