import Ledger
import Usage

/// What is counted of a row by the hour, apart from its sums: how it failed, or else how long it took.
enum Counted: Hashable {
    /// A call was answered: the bucket of its duration (``LatencyHistogram``).
    case duration(Int)
    /// A call was answered: the bucket of the time to its first content event.
    case firstToken(Int)
    /// A call failed: the error's type.
    case error(String)

    /// The number of the kind in the tables.
    var kind: Int {
        switch self {
        case .duration: 0
        case .firstToken: 1
        case .error: 2
        }
    }

    /// The bucket or the error's type, as the tables have it.
    var name: String {
        switch self {
        case .duration(let bucket), .firstToken(let bucket): String(bucket)
        case .error(let type): type
        }
    }

    /// What is counted of a row; times in microseconds.
    static func of(error: String?, duration: Int64, firstToken: Int64?) -> [Counted] {
        if let error { return [.error(error)] }
        let counted = [Counted.duration(LatencyHistogram.bucket(ofMicroseconds: duration))]
        guard let firstToken else { return counted }
        return counted + [.firstToken(LatencyHistogram.bucket(ofMicroseconds: firstToken))]
    }
}
