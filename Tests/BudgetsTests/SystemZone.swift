import Budgets
import Foundation

/// A zone by the system's rules.
struct SystemZone: ZoneOffsets {
    let zone: TimeZone

    init(_ name: String) throws {
        guard let zone = TimeZone(identifier: name) else { throw UnknownZone(name: name) }
        self.zone = zone
    }

    func offset(at second: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second))))
    }

    struct UnknownZone: Error { var name: String }
}

/// The microseconds since 1970 of an RFC 3339 time in UTC.
func moment(_ text: String) throws -> Int64 {
    let date = try Date(text, strategy: .iso8601)
    return Int64(date.timeIntervalSince1970) * 1_000_000
}
