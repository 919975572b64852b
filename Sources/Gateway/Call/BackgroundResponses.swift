import Synchronization

/// Responses that are made in the background: their usage is not told to the call that asked for them, but to every
/// call that fetches them later, and is counted once (CONTRACTS.md, PROMISES.md 9).
///
/// One for all loops; only calls about such responses come here. What it knows can be made again from the ledger: the
/// row of the asking call names the response as open, that of the settling call as settled.
public final class BackgroundResponses: Sendable {
    private let open: Mutex<Set<String>>

    /// More than a provider would let run, by far; a set that is full forgets nothing and takes nothing more.
    private static let most = 1_000_000

    /// The responses `ids`, which rows of the ledger name as open and none as settled.
    public init(open ids: some Sequence<String> = []) { open = Mutex(Set(ids)) }

    /// A call has asked for the response `id`, and knows no usage.
    func opened(_ id: String) {
        open.withLock { open in
            if open.count < Self.most { open.insert(UsageDetail.identifier(id)) }
        }
    }

    /// Whether the call that asks is the first one that is told the usage of `id`; it must count it.
    func settles(_ id: String) -> Bool {
        open.withLock { $0.remove(UsageDetail.identifier(id)) != nil }
    }
}
