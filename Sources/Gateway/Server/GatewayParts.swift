public import Budgets
public import Ledger
public import Pricing

/// What the data plane works with, through ports: the composition's choice.
public struct GatewayParts: Sendable {
    public var ledger: any LedgerWriting
    public var ledgerHealth: @Sendable () -> LedgerHealth
    public var ids: CallIDGenerator
    public var pricing: Pricing
    public var labels: any LabelAdmitting
    public var observer: any GatewayObserver
    public var keys: any VirtualKeys
    /// nil = calls are not traced, and their trace fields pass as they came.
    public var tracing: (any CallTracing)?
    public var background: BackgroundResponses
    public var budgets: BudgetBook
    /// Where hard budgets are shared with other gateways; nil = they are this gateway's own.
    public var leasing: (any BudgetLeasing)?

    /// The parts.
    public init(
        ledger: any LedgerWriting, ledgerHealth: @escaping @Sendable () -> LedgerHealth, ids: CallIDGenerator,
        pricing: Pricing, labels: any LabelAdmitting, observer: any GatewayObserver,
        keys: any VirtualKeys = NoVirtualKeys(),
        background: BackgroundResponses = BackgroundResponses(), tracing: (any CallTracing)? = nil,
        budgets: BudgetBook = BudgetBook { _ in }, leasing: (any BudgetLeasing)? = nil
    ) {
        self.ledger = ledger
        self.ledgerHealth = ledgerHealth
        self.ids = ids
        self.pricing = pricing
        self.labels = labels
        self.observer = observer
        self.keys = keys
        self.tracing = tracing
        self.background = background
        self.budgets = budgets
        self.leasing = leasing
    }
}
