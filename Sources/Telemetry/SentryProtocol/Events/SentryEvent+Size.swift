extension SentryEvent {
    /// The payload within Sentry's limit of 1 MiB.
    ///
    /// What an event can most easily do without is left out first: lines of source, older breadcrumbs, extra, other
    /// threads, contexts, the request's body; at last long texts are cut short. nil where even that is too much.
    public func payload(limit: Int = 1 << 20) -> [UInt8]? {
        var event = self
        let reductions: [(inout SentryEvent) -> Void] = [
            { _ in },
            { $0.removeSourceLines() },
            { $0.breadcrumbs = Array($0.breadcrumbs.suffix(20)) },
            { $0.extra = [:] },
            { event in event.threads = event.threads.filter { $0.isCurrent || $0.isCrashed } },
            { event in
                event.request?.data = nil
                event.modules = [:]
                event.contexts = event.contexts.filter { $0.value.json.count <= 4_096 }
                event.images = Array(event.images.prefix(200))
            },
            { event in
                event.breadcrumbs = []
                event.threads = []
                event.images = []
                event.contexts = [:]
                event.request = nil
                event.user?.data = [:]
                event.exceptions = event.exceptions.suffix(5).map { exception in
                    var exception = exception
                    exception.value = exception.value.map { SentryLimits.cut($0, 1_024) }
                    exception.mechanism?.data = [:]
                    return exception
                }
                event.fingerprint = event.fingerprint.prefix(20).map { SentryLimits.cut($0, 200) }
            },
        ]
        for reduce in reductions {
            reduce(&event)
            let bytes = event.encoded.json
            if bytes.count <= limit { return bytes }
        }
        return nil
    }

    private mutating func removeSourceLines() {
        func bare(_ trace: SentryStackTrace?) -> SentryStackTrace? {
            guard var trace else { return nil }
            for index in trace.frames.indices {
                trace.frames[index].linesBefore = []
                trace.frames[index].contextLine = nil
                trace.frames[index].linesAfter = []
            }
            return trace
        }
        for index in exceptions.indices { exceptions[index].stackTrace = bare(exceptions[index].stackTrace) }
        for index in threads.indices { threads[index].stackTrace = bare(threads[index].stackTrace) }
    }
}
