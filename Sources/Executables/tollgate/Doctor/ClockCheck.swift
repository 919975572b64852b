import Foundation

/// This machine's clock against those of others, told by the `Date` of their answers and by Redis.
///
/// The clock decides the price that is in force, and the day and month that a call belongs to.
struct ClockCheck {
    /// Name of the other clock, and seconds that it is ahead.
    let others: [(name: String, ahead: Double)]

    func run() -> [Finding] {
        guard !others.isEmpty else {
            return [
                .warning(
                    "clock", "", "no other clock could be asked.",
                    fix: "Make sure that time is synchronised (timedatectl).")
            ]
        }
        // One wrong server is not this machine's fault: the middle one counts, and of two in the middle the one that
        // agrees with this machine more.
        let sorted = others.sorted { $0.ahead < $1.ahead }
        let middles = [sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2]]
        let middle = abs(middles[0].ahead) < abs(middles[1].ahead) ? middles[0] : middles[1]
        let seconds = abs(middle.ahead)
        let way = middle.ahead > 0 ? "slow" : "fast"
        let text = String(format: "%.0f s", seconds)
        let fix = "Synchronise the time: timedatectl set-ntp true, or run chrony; containers have their host's clock."
        switch seconds {
        case ..<3: return [.ok("clock", "", "within 3 s of \(others.map(\.name).sorted().joined(separator: ", ")).")]
        case ..<60: return [.warning("clock", "", "\(text) \(way), says \(middle.name).", fix: fix)]
        default:
            return [
                .failure(
                    "clock", "",
                    "\(text) \(way), says \(middle.name): calls get the wrong day, month and price at their edges.",
                    fix: fix)
            ]
        }
    }
}
