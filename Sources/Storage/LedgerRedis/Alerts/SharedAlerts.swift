import Budgets
import Ledger
import RESP
import RedisClient
import Synchronization

/// Who tells of an alert, over all gateways: one script marks it and publishes it.
///
/// Markers are in each gateway's ledger too. After a loss of data they are put back before anything is claimed; until
/// then a claim fails, and is made again later.
final class SharedAlerts: Sendable {
    private let client: RedisClient
    private let epoch: SharedEpoch
    /// The generation for which the markers were put back.
    private let restored = Atomic(0)

    /// The running incarnation, then the earlier ones of this directory.
    private let labels: String

    init(client: RedisClient, epoch: SharedEpoch, incarnations: [Incarnation]) {
        self.client = client
        self.epoch = epoch
        labels = incarnations.reversed().filter(\.isOfThisDirectory).map(\.label).joined(separator: " ")
    }

    /// Whether the alert is this gateway's to tell.
    func claim(_ alert: BudgetAlert) async throws -> Bool {
        guard let epoch = epoch.current, restored.load(ordering: .acquiring) == epoch.generation else {
            throw RedisError(.unreachable, "Markers of alerts are put back first.")
        }
        let reply = try await client.run(AlertScript.script, call(alert, epoch, message: AlertMessage.json(alert)))
        switch reply {
        case .integer(let isNew): return isNew == 1
        default:
            throw RedisError(
                .unreachable,
                "Redis has lost its data, or is another one; alerts wait until all gateways have told theirs.")
        }
    }

    /// Puts back the markers of alerts that were told, newest first.
    func restore(from markers: any AlertStoring, epoch: SharedEpoch.Epoch) async throws {
        guard restored.load(ordering: .acquiring) != epoch.generation else { return }
        let open = Set(try await markers.undelivered().map(\.id))
        var before: Int64?
        while true {
            let page = try await markers.alerts(before: before, limit: 500)
            let calls = page.filter { !open.contains($0.id) }.map { call($0, epoch, message: "") }
            for case .error(let error) in try await client.run(AlertScript.script, calls) { throw RedisError(error) }
            guard let last = page.last, page.count == 500 else { break }
            before = last.at
        }
        restored.store(epoch.generation, ordering: .releasing)
    }

    /// There are no markers in this gateway's ledger.
    func skipRestoring(_ epoch: SharedEpoch.Epoch) { restored.store(epoch.generation, ordering: .releasing) }

    private func call(_ alert: BudgetAlert, _ epoch: SharedEpoch.Epoch, message: String) -> RedisScript.Call {
        // Longer than any window that ends, and its 35 days.
        let seconds = alert.budget.window == .total ? 0 : 70 * 86_400
        return RedisScript.Call(
            keys: [RedisKeys.alert(alert), RedisKeys.epoch],
            arguments: [epoch.id, String(seconds), RedisKeys.channel(alert.budget), message, labels])
    }
}
