import SentryProtocol
import StackTraces

/// Makes events of what was captured: symbols, contexts, scopes, processors, filters; on the client's own task.
struct EventAssembly {
    /// What has become of it.
    enum Assembled {
        case event(SentryEvent)
        case discarded(SentryDiscardReason)
    }

    private let options: SentryOptions
    private let symbolicator: Symbolicator
    private let contexts: [String: SentryValue]
    private let serverName: String?
    private let filter: SentryDataFilter

    init(_ options: SentryOptions, started: SentryTimestamp, environment: [String: String]) {
        self.options = options
        let isUsual = options.inAppModules.isEmpty && options.notInAppModules.isEmpty
        symbolicator =
            isUsual
            ? Self.usual : Self.symbolicator(included: options.inAppModules, excluded: options.notInAppModules)
        contexts = MachineContexts.read(started: started, environment: environment)
        serverName = options.serverName ?? MachineContexts.hostName
        filter = options.dataFilter
    }

    /// Modules that only stand between the application and the capture.
    private static let own: Set<String> = [
        "StackTraces", "SentryClient", "SentryLogging", "SentryHummingbird", "SentryTracing",
    ]

    /// Shared by all clients without rules of their own: what it has looked up is kept.
    private static let usual = symbolicator(included: [], excluded: [])

    private static func symbolicator(included: Set<String>, excluded: Set<String>) -> Symbolicator {
        Symbolicator(
            .init(inApp: InAppRules(included: included, excluded: excluded.union(own)), hiddenModules: own))
    }

    /// - Parameter isHurried: Whether stacks are to be taken with what is known of them.
    func event(_ captured: CapturedEvent, isHurried: () -> Bool) -> Assembled {
        if let error = captured.error, options.ignoreRules.contains(where: { $0.matches(error) }) {
            return .discarded(.eventProcessor)
        }
        let scope = captured.scope.merged(over: captured.outer)
        var event = subject(captured, isHurried)
        apply(scope, to: &event)
        event.trace = event.trace ?? captured.trace.context
        event.level = scope.level ?? event.level
        let hint = SentryHint(error: captured.error)
        for process in options.processors + scope.processors {
            guard let processed = process(event, hint) else { return .discarded(.eventProcessor) }
            event = processed
        }
        if let beforeSend = options.beforeSend {
            guard let last = beforeSend(event, hint) else { return .discarded(.beforeSend) }
            event = last
        }
        return .event(event)
    }

    func transaction(_ transaction: SentryTransaction) -> SentryTransaction? {
        var transaction = transaction
        let scope = SentryScope.global.data
        transaction.release = transaction.release ?? options.release
        transaction.distribution = transaction.distribution ?? options.distribution
        transaction.environment = transaction.environment ?? options.environment
        transaction.serverName = transaction.serverName ?? serverName
        transaction.sdk = transaction.sdk ?? .swift
        transaction.tags = options.tags.merging(scope.tags) { $1 }.merging(transaction.tags) { $1 }
        transaction.contexts = contexts.merging(scope.contexts) { $1 }.merging(transaction.contexts) { $1 }
        transaction.user = transaction.user ?? scope.user
        transaction.request = transaction.request.map { filter.request($0) }
        guard let beforeSend = options.beforeSendTransaction else { return transaction }
        return beforeSend(transaction)
    }

    private func subject(_ captured: CapturedEvent, _ isHurried: () -> Bool) -> SentryEvent {
        let stack = captured.stack.map { stack in
            options.looksUpSymbols
                ? SentryStackTrace(symbolicator.frames(of: stack, isHurried: isHurried))
                : SentryStackTrace(stack.addresses.map { StackFrame(address: UInt64($0)) })
        }
        var event = SentryEvent(id: captured.id, at: captured.time, level: captured.level)
        switch captured.subject {
        case .event(let given):
            event = given
            event.level = given.level ?? captured.level
        case .error(let error, let mechanism):
            event.exceptions = ErrorChain.exceptions(error, mechanism: mechanism)
            if let last = event.exceptions.indices.last { event.exceptions[last].stackTrace = stack }
        case .message(let message):
            event.message = message
            if let stack {
                var thread = SentryThread(id: 0)
                thread.isCurrent = true
                thread.stackTrace = stack
                event.threads = [thread]
            }
        }
        return event
    }

    private func apply(_ scope: SentryScopeData, to event: inout SentryEvent) {
        event.release = event.release ?? options.release
        event.distribution = event.distribution ?? options.distribution
        event.environment = event.environment ?? options.environment
        event.serverName = event.serverName ?? serverName
        event.sdk = event.sdk ?? .swift
        event.tags = options.tags.merging(scope.tags) { $1 }.merging(event.tags) { $1 }
        event.extra = scope.extra.merging(event.extra) { $1 }
        event.contexts = contexts.merging(scope.contexts) { $1 }.merging(event.contexts) { $1 }
        if event.fingerprint.isEmpty { event.fingerprint = scope.fingerprint }
        event.transaction = event.transaction ?? scope.transaction
        event.user = event.user ?? scope.user
        if event.breadcrumbs.isEmpty {
            event.breadcrumbs = Array(scope.breadcrumbs.suffix(max(0, options.maximumBreadcrumbs)))
        }
        event.request = (event.request ?? scope.request).map { filter.request($0) }
    }
}
