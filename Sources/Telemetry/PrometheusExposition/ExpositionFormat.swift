/// The text formats that a scrape can be answered in.
public enum ExpositionFormat: Sendable, Hashable, CaseIterable {
    /// Prometheus text 0.0.4.
    case text
    /// OpenMetrics 1.0.
    case openMetrics

    /// The `Content-Type` of an answer in this format.
    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format that an `Accept` field asks for: the highest `q` wins, on a tie the first named.
    ///
    /// Members that cannot be read, and formats that are not served (protobuf, other versions), are passed over; a format
    /// that is named with `q=0` is not what a wildcard stands for. When nothing is left, or there is no field, it is ``text`` (prometheus/docs, `content_negotiation.md`).
    public static func negotiate(accept: String?) -> ExpositionFormat {
        guard let accept else { return .text }
        let ranges = accept.split(separator: ",").compactMap { MediaRange($0) }
        let refused = Set(ranges.filter { $0.quality == 0 }.flatMap(\.namedFormats))
        var best: (format: ExpositionFormat, quality: Int)?
        for range in ranges where range.quality > 0 {
            guard let format = range.formats.first(where: { !refused.contains($0) }) else { continue }
            if range.quality > best?.quality ?? 0 { best = (format, range.quality) }
        }
        return best?.format ?? .text
    }
}
