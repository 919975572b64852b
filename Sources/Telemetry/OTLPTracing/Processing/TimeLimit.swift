/// Gives work a time limit.
enum TimeLimit {
    /// The result of `work`; nil when the time was up first, after which the work is cancelled and waited for.
    ///
    /// Zero = no limit.
    static func run<Result: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async -> Result
    ) async -> Result? {
        guard limit > .zero else { return await work() }
        return await withTaskGroup(of: Result?.self) { group in
            group.addTask { await work() }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
