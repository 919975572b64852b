public import Budgets
import Foundation

/// A time zone by its IANA name, with the rules that Foundation brings.
public struct IANAZone: ZoneOffsets {
    private let zone: TimeZone

    /// The zone called `name`; nil where there is none.
    public init?(_ name: String) {
        guard name == Budget.utc || name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    public func offset(at second: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second))))
    }
}
