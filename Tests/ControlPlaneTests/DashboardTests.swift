import ControlPlane
import Foundation
import HTTPTypes
import Testing

@Suite struct DashboardTests {
    private let plane = controlPlane(FakeLedger(), token: "correct-horse-battery-staple")

    /// Everything that the page and its modules name, found by following them.
    private func files() async throws -> [String: Answer] {
        var found: [String: Answer] = [:]
        var waiting = ["/"]
        while let path = waiting.popLast() {
            guard found[path] == nil else { continue }
            let answer = try await plane.ask(path)
            found[path] = answer
            for match in answer.body.matches(of: #/(?:src|href)="(\/dashboard\/[^"]+)"|from "\.\/([^"]+)"/#) {
                waiting.append(match.output.1.map(String.init) ?? "/dashboard/\(match.output.2 ?? "")")
            }
        }
        return found
    }

    @Test func `every file that the page needs is there, and nothing is asked of anybody else`() async throws {
        let files = try await files()
        #expect(files.count > 20)
        for (path, file) in files {
            #expect(file.status == 200, "\(path)")
            let foreign = file.body.matches(of: #/https?:\/\/[^\s"'`]+/#).map { String($0.output) }
                .filter { !$0.hasPrefix("http://www.w3.org/") }
            #expect(foreign == [], "\(path)")
            for forbidden in [
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", " style=", "new Function",
            ] {
                #expect(!file.body.contains(forbidden), "\(path): \(forbidden)")
            }
            #expect(file.body.utf8.count < 20_000, "\(path) is long")
        }
    }

    @Test func `the page may run its own scripts only, and no text becomes markup`() async throws {
        let page = try await plane.ask("/")
        #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        let policy = try #require(page.header("Content-Security-Policy"))
        for rule in [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "base-uri 'none'",
            "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        ] { #expect(policy.contains(rule)) }
        #expect(!policy.contains("unsafe"))
        for script in page.body.matches(of: #/<script([^>]*)>([^<]*)/#) {
            #expect(script.output.2.isEmpty)
            #expect(
                script.output.1.contains("src=\"/dashboard/")
                    || script.output.1.contains("src=\"/tollgate-browser.js\""))
        }
        #expect(!page.body.contains(" on") || page.body.firstMatch(of: #/\son[a-z]+=/#) == nil)
    }

    @Test(arguments: ["/", "/dashboard/app.js", "/dashboard/base.css"])
    func `a reader that has the file is told so`(path: String) async throws {
        let first = try await plane.ask(path)
        let tag = try #require(first.header("ETag"))
        #expect(first.header("Cache-Control") == "no-cache")
        let again = try await plane.ask(path, [.ifNoneMatch: "\"other\", \(tag)"])
        #expect(again.status == 304 && again.body.isEmpty && again.header("ETag") == tag)
        #expect(try await plane.ask(path, [.ifNoneMatch: "\"other\""]).status == 200)
    }

    @Test(arguments: [
        "/dashboard/nothing.js", "/dashboard/index.html", "/dashboard/..%2f..%2fetc%2fpasswd", "/dashboard/app.js/x",
        "/dashboard/",
    ])
    func `there are no other files`(path: String) async throws {
        #expect([401, 404].contains(try await plane.ask(path).status))
    }

    @Test func `what is embedded is what the files say`() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/ControlPlane/Dashboard/Files")
        let names = try FileManager.default.contentsOfDirectory(atPath: root.path())
        #expect(names.count > 20)
        for name in names {
            let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
            let answer = try await plane.ask(name == "index.html" ? "/" : "/dashboard/\(name)")
            #expect(answer.body == text, "\(name): run Scripts/make-dashboard.py")
        }
    }
}
