import Tracing

/// Renders the spans of one trace as a tree.
enum SpanTree {
    /// Lines with their newlines, a blank one behind the trace.
    static func text(_ spans: [FinishedSpan]) -> String {
        let spans = spans.sorted { ($0.start, $0.context.spanID.value) < ($1.start, $1.context.spanID.value) }
        guard let first = spans.first else { return "" }
        let known = Set(spans.map(\.context.spanID))
        var children: [SpanID: [FinishedSpan]] = [:]
        var roots: [FinishedSpan] = []
        for span in spans {
            if let parent = span.parent?.spanID, known.contains(parent), parent != span.context.spanID {
                children[parent, default: []].append(span)
            } else {
                roots.append(span)
            }
        }
        let end = spans.map(\.end).max() ?? first.end
        var output = "trace \(first.context.traceID)  \(duration(end - first.start))\n"
        // With a list of what is still to be written instead of recursion: a trace may be as deep as it likes.
        var stack = roots.enumerated().map { (span: $1, indent: "", isLast: $0 == roots.count - 1) }
        stack.reverse()
        var written: Set<SpanID> = []
        while let (span, indent, isLast) = stack.popLast() {
            guard written.insert(span.context.spanID).inserted else { continue }
            let below = indent + (isLast ? "   " : "│  ")
            output += "\(indent)\(isLast ? "└─" : "├─") \(line(span))\n"
            let kids = children[span.context.spanID] ?? []
            for event in span.events {
                let offset = event.nanosecondsSinceEpoch >= span.start ? event.nanosecondsSinceEpoch - span.start : 0
                output += "\(below)\(kids.isEmpty ? " " : "│") • \(printable(event.name)) +\(duration(offset))"
                output += attributes(event.attributes) + "\n"
            }
            stack += kids.enumerated().reversed().map { (span: $1, indent: below, isLast: $0 == kids.count - 1) }
        }
        return output + "\n"
    }

    private static func line(_ span: FinishedSpan) -> String {
        var line = "\(printable(span.name))  \(span.kind)  \(duration(span.end - span.start))"
        if span.status?.code == .error {
            line += "  ERROR" + (span.status?.message.map { ": " + printable($0) } ?? "")
        }
        return line + attributes(span.attributes)
    }

    private static func attributes(_ attributes: SpanAttributes) -> String {
        var pairs: [String] = []
        attributes.forEach { name, value in
            guard let text = text(of: value) else { return }
            pairs.append("\(printable(name))=\(printable(String(text.prefix(200))))")
        }
        return pairs.sorted().map { "  " + $0 }.joined()
    }

    private static func text(of value: SpanAttribute) -> String? {
        switch value {
        case .int32(let value): "\(value)"
        case .int64(let value): "\(value)"
        case .double(let value): "\(value)"
        case .bool(let value): "\(value)"
        case .string(let value): value
        case .stringConvertible(let value): value.description
        case .int32Array(let values): "\(values)"
        case .int64Array(let values): "\(values)"
        case .doubleArray(let values): "\(values)"
        case .boolArray(let values): "\(values)"
        case .stringArray(let values): "[" + values.joined(separator: ", ") + "]"
        case .stringConvertibleArray(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
        default: nil
        }
    }

    /// `1.234 s`, `12.3 ms`, `45.6 µs`.
    static func duration(_ nanoseconds: UInt64) -> String {
        switch nanoseconds {
        case 1_000_000_000...: "\(thousandths(nanoseconds / 1_000_000)) s"
        case 1_000_000...: "\(tenths(nanoseconds / 100_000)) ms"
        default: "\(tenths(nanoseconds / 100)) µs"
        }
    }

    private static func tenths(_ value: UInt64) -> String { "\(value / 10).\(value % 10)" }

    private static func thousandths(_ value: UInt64) -> String {
        let fraction = String(value % 1_000)
        return "\(value / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }

    /// Controls would move the terminal's cursor, or begin a line of their own.
    private static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                result += scalar == "\n" ? "\\n" : "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
