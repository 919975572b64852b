import Synchronization

/// The responses that can be fetched again; those in the background come to their end while they are asked for.
final class ResponseStore: Sendable {
    private struct Stored {
        let response: OpenAIResponse
        /// How many more times it is found unfinished.
        var polls: Int
        var cancelled = false
    }

    private let stored = Mutex<[String: Stored]>([:])
    private static let limit = 10_000

    /// Keeps a response, unless its request says `store: false`.
    func keep(_ response: OpenAIResponse) {
        guard response.call.body["store"]?.truth ?? true else { return }
        stored.withLock { stored in
            if stored.count >= Self.limit { stored.removeAll() }
            stored[response.id] = Stored(
                response: response, polls: response.background ? response.call.behaviour.polls ?? 1 : 0)
        }
    }

    /// The response `id` as it is now, or nil.
    ///
    /// `asStream` waits for its end.
    func fetch(_ id: String, asStream: Bool) -> Reply? {
        stored.withLock { stored in
            guard var found = stored[id] else { return nil }
            let response = found.response
            if found.cancelled { return response.reply(response.object("cancelled"), tells: false) }
            if asStream {
                found.polls = 0
                stored[id] = found
                return response.streamed
            }
            guard found.polls > 0 else { return response.reply(response.object(response.end), tells: true) }
            found.polls -= 1
            stored[id] = found
            return response.reply(response.object("in_progress"), tells: false)
        }
    }

    /// Stops the response `id`, if it has not ended; it as it is then.
    func cancel(_ id: String) -> Reply? {
        stored.withLock { stored in
            guard var found = stored[id] else { return nil }
            if found.polls > 0 { found.cancelled = true }
            stored[id] = found
            let status = found.cancelled ? "cancelled" : found.response.end
            return found.response.reply(found.response.object(status), tells: !found.cancelled)
        }
    }

    /// Forgets the response `id`.
    func delete(_ id: String) -> Reply? {
        guard stored.withLock({ $0.removeValue(forKey: id) }) != nil else { return nil }
        return .json("{\"id\":\(JSONText.quoted(id)),\"object\":\"response.deleted\",\"deleted\":true}")
    }
}
