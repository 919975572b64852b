/// Writes HTML; every piece of text and every attribute's value is escaped on its way in.
struct HTMLWriter {
    /// The document so far.
    private(set) var html = ""

    /// Nothing written.
    init() {}

    /// Markup that this program wrote itself.
    mutating func markup(_ markup: StaticString) { html += markup.description }

    /// Text from anywhere.
    mutating func text(_ text: String) { html += Self.escaped(text) }

    /// `<name attributes>content</name>`.
    mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ content: (inout HTMLWriter) -> Void
    ) {
        html += "<\(name)"
        for (name, value) in attributes { html += " \(name)=\"\(Self.escaped(value))\"" }
        html += ">"
        content(&self)
        html += "</\(name)>"
    }

    /// An element with nothing but text in it.
    mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
    ) {
        element(name, attributes) { $0.text(text) }
    }

    /// Characters that mean something in HTML, as references; control characters that HTML does not allow, as U+FFFD.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\u{0}"..<"\u{9}", "\u{B}", "\u{E}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{202A}"..."\u{202E}",
                "\u{2066}"..."\u{2069}":
                escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
