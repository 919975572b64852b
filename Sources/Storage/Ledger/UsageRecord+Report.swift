public import Usage

extension UsageRecord {
    /// The model under which reports list the call: what priced it, else what was asked for, else what answered.
    public var reportedModel: ModelID {
        pricedAs ?? requestModel ?? responseModel ?? ModelID(rawValue: "unknown")
    }

    /// The model that budgets count the call under, before it is looked up: what was asked for, else what priced it,
    /// else what answered.
    public var budgetedModel: ModelID? { requestModel ?? pricedAs ?? responseModel }
}
