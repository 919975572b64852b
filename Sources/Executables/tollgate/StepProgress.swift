import Foundation

/// Tells on standard error how far a long piece of work is: in place on a terminal, else a line every tenth.
struct StepProgress {
    private let isSilent: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var name = ""
    private var told = -1

    init(quiet: Bool) { isSilent = quiet }

    /// Work `name` is `done` of `all` along.
    mutating func tell(_ name: String, _ done: Int = 0, of all: Int = 0) {
        guard !isSilent else { return }
        let percent = all > 0 ? done * 100 / all : 0
        let step = isTerminal ? percent : percent / 10 * 10
        guard name != self.name || step != told else { return }
        if isTerminal, !self.name.isEmpty, name != self.name { StandardError.print("") }
        (self.name, told) = (name, step)
        let text = all > 0 ? "\(name): \(step) %" : name
        if isTerminal {
            FileHandle.standardError.write(Data("\r\(text)".utf8))
        } else {
            StandardError.print(text)
        }
    }

    /// Ends the line.
    func end() {
        if !isSilent, isTerminal, !name.isEmpty { StandardError.print("") }
    }
}
