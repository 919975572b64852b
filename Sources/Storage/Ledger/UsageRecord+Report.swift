public import Usage

extension UsageRecord {
    /// The model under which reports list the call: what priced it, else what was asked for, else what answered.
    public var reportedModel: ModelID {
        pricedAs ?? requestModel ?? responseModel ?? ModelID(rawValue: "unknown")
    }
}
