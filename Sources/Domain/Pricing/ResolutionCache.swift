import Synchronization
import Usage

/// Models found by name, so that a name is looked up once; bounded, because names come from outside.
final class ResolutionCache: Sendable {
    private struct Key: Hashable {
        var provider: ProviderID
        var model: ModelID
    }

    private let entries = Mutex<[Key: PricedModel?]>([:])
    private static let capacity = 4_096

    /// What `find` returned for these names the first time, nil included.
    ///
    /// When the cache is full it is emptied: that costs a lookup for each name in use, and needs no order of use. Two
    /// callers may look up the same name at once; both find the same.
    func model(provider: ProviderID, model: ModelID, find: () -> PricedModel?) -> PricedModel? {
        let key = Key(provider: provider, model: model)
        if let known = entries.withLock({ $0[key] }) { return known }
        let found = find()
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll(keepingCapacity: true) }
            entries[key] = .some(found)
        }
        return found
    }
}
