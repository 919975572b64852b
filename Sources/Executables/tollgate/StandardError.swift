import Foundation

/// Where messages for people go that are not the command's output.
enum StandardError {
    /// Prints a line.
    static func print(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
