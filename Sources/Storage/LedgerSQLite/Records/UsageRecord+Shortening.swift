package import Ledger
import Usage

extension UsageRecord {
    /// The record with less in it, so that its encoding fits into `capacity` bytes (at least 512): tags go first,
    /// then the rest that is not needed for a sum, then long names are cut, the payer's last.
    package func shortened(toFit capacity: Int) -> UsageRecord {
        var record = self
        record.tags = []
        if record.fits(capacity) { return record }
        record.detail = nil
        record.unpriced = []
        record.upstreamRequestID = nil
        record.traceID = nil
        if record.fits(capacity) { return record }
        for limit in [256, 128, 64, 16] {
            record.api = record.api.cut(to: limit)
            record.provider = ProviderID(rawValue: record.provider.rawValue.cut(to: limit))
            record.requestModel = record.requestModel.map { ModelID(rawValue: $0.rawValue.cut(to: limit)) }
            record.responseModel = record.responseModel.map { ModelID(rawValue: $0.rawValue.cut(to: limit)) }
            record.pricedAs = record.pricedAs.map { ModelID(rawValue: $0.rawValue.cut(to: limit)) }
            record.modelLabel = record.modelLabel.cut(to: limit)
            record.componentLabel = record.componentLabel.cut(to: limit)
            record.component = ComponentType(rawValue: record.component.rawValue.cut(to: limit))
            if record.fits(capacity) { return record }
        }
        let others = RecordEncoding.size(of: record) - record.user.rawValue.utf8.count
        record.user = UserID(rawValue: record.user.rawValue.cut(to: max(0, capacity - others)))
        return record
    }

    private func fits(_ capacity: Int) -> Bool { RecordEncoding.size(of: self) <= capacity }
}

extension String {
    /// The longest beginning of at most `limit` bytes of UTF-8 that ends between two scalars.
    func cut(to limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
