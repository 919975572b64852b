import Ledger
import Usage

/// The numbers that stand for closed sets in ``RecordEncoding``; they never change their meaning.
extension ErrorType {
    /// Not 0, which stands for none.
    var code: UInt8 {
        switch self {
        case .rateLimit: 1
        case .timeout: 2
        case .invalidRequest: 3
        case .serverError: 4
        case .authentication: 5
        case .budgetExceeded: 6
        case .upstreamUnreachable: 7
        case .contentFilter: 8
        }
    }

    /// The value that `code` stands for.
    init?(recordCode code: UInt8) {
        guard let value = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = value
    }
}

extension UsageRecord.PriceSource {
    var code: UInt8 {
        switch self {
        case .none: 0
        case .catalogue: 1
        case .configured: 2
        case .fallback: 3
        case .provider: 4
        }
    }

    /// The value that `code` stands for.
    init?(recordCode code: UInt8) {
        guard let value = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = value
    }
}

extension UsageSource {
    var code: UInt8 {
        switch self {
        case .none: 0
        case .reported: 1
        case .estimated: 2
        case .interrupted: 3
        }
    }

    /// The value that `code` stands for.
    init?(recordCode code: UInt8) {
        guard let value = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = value
    }
}
