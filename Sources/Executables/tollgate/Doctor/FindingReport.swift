import Foundation

/// All findings, for people and for programs.
struct FindingReport: Encodable {
    let findings: [Finding]
    let failures: Int
    let warnings: Int

    init(_ findings: [Finding]) {
        self.findings = findings
        failures = findings.count { $0.state == .failure }
        warnings = findings.count { $0.state == .warning }
    }

    /// One finding, as lines.
    static func text(_ finding: Finding) -> String {
        let mark =
            switch finding.state {
            case .ok: "ok      "
            case .warning: "WARNING "
            case .failure: "FAILURE "
            }
        let subject = finding.subject.isEmpty ? "" : " \(finding.subject)"
        let line = "\(mark)\(finding.check)\(subject): \(finding.message)"
        return finding.fix.map { "\(line)\n        -> \($0)" } ?? line
    }

    /// The last line.
    var summary: String {
        func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let all = counted(findings.count, "check")
        guard failures + warnings > 0 else { return "All is well: \(all), nothing to do." }
        return "\(counted(failures, "failure")), \(counted(warnings, "warning")) of \(all)."
    }

    /// An object with `failures`, `warnings` and `findings`.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
