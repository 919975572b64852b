public import Dialects
public import Usage

/// What became of some lines of a log.
public struct PricedChunk: Sendable {
    /// A line of JSON for each line that could be priced.
    public var output: [UInt8] = []
    /// The lines that could not.
    public var faults: [Fault] = []
    /// Sums over those that could.
    public var totals = CaseTotals()
    /// How many lines there were, empty ones too.
    public var lines = 0

    /// A line that could not be priced.
    public struct Fault: Sendable, Hashable {
        /// Which of the lines, from 1.
        public var line: Int
        public var error: CostCaseError
    }
}

/// What the lines of a log are.
public enum LineForm: Sendable, Hashable {
    /// Cases, each of which says all of its call.
    case cases
    /// Bodies as providers send them, all of one API; `isBatch` as the caller knows.
    case bodies(provider: ProviderID, api: API, model: ModelID?, isBatch: Bool)
}

extension CasePricer {
    /// Prices the lines in `chunk`, the last of which may lack its line feed; empty ones say nothing.
    ///
    /// - Parameters:
    ///   - writesLines: whether the lines of output are wanted.
    ///   - sumsUp: whether the sums are.
    public func price(
        chunk: UnsafeRawBufferPointer, form: LineForm, writesLines: Bool = true, sumsUp: Bool = false
    ) -> PricedChunk {
        var result = PricedChunk()
        var rest = chunk[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let line = UnsafeRawBufferPointer(rebasing: rest[rest.startIndex..<end])
            rest = rest[min(end + 1, rest.endIndex)...]
            result.lines += 1
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            do throws(CostCaseError) {
                let priced = try price(line, form)
                if writesLines { priced.append(to: &result.output) }
                if sumsUp { result.totals.add(priced) }
            } catch {
                result.faults.append(PricedChunk.Fault(line: result.lines, error: error))
            }
        }
        return result
    }

    private func price(_ line: UnsafeRawBufferPointer, _ form: LineForm) throws(CostCaseError) -> PricedCase {
        switch form {
        case .cases:
            try price(line: line)
        case .bodies(let provider, let api, let model, let isBatch):
            try price(body: line, provider: provider, api: api, model: model, isBatch: isBatch)
        }
    }
}
