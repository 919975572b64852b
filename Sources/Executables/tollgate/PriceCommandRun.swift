import ArgumentParser
import CostCases
import Foundation

/// Prices all of an input: chunks of lines side by side on all cores, what comes of them in the input's order.
struct PriceCommandRun {
    let pricer: CasePricer
    let form: LineForm
    var input: PriceCommandInput
    let writesLines: Bool
    let sumsUp: Bool

    /// Sums over all that could be priced.
    private(set) var totals = CaseTotals()
    /// Lines so far, and those that could not be priced.
    private(set) var lines = 0
    private(set) var faults = 0
    private var bytes: Int64 = 0
    private var bar: PriceCommandProgress?
    private var sink = ByteSink()

    init(pricer: CasePricer, form: LineForm, input: PriceCommandInput, writesLines: Bool, sumsUp: Bool) {
        self.pricer = pricer
        self.form = form
        self.input = input
        self.writesLines = writesLines
        self.sumsUp = sumsUp
        // Where lines are written to the same terminal there is nothing to wait for, and no room.
        if isatty(STDERR_FILENO) == 1, !writesLines || isatty(STDOUT_FILENO) == 0 {
            bar = PriceCommandProgress(size: input.size)
        }
    }

    /// Reads, prices and writes until the input ends.
    mutating func start() async throws {
        if case .bodies = form, let first = try input.next() {
            input.putBack(first)
            if first.withUnsafeBytes(BodySequence.isEventStream) { return try priceStream() }
            if !first.withUnsafeBytes(BodySequence.isOneLineEach) { return try pricePrinted() }
        }
        try await priceLines()
        bar?.clear()
    }

    /// One chunk being priced for each core, and one more waiting for each.
    private mutating func priceLines() async throws {
        let limit = 2 * ProcessInfo.processInfo.activeProcessorCount
        let (pricer, form, writesLines, sumsUp) = (pricer, form, writesLines, sumsUp)
        try await withThrowingTaskGroup(of: (Int, Int, PricedChunk).self) { group in
            var begun = 0
            var ended = 0
            var waiting: [Int: (Int, PricedChunk)] = [:]
            func take(_ result: (number: Int, bytes: Int, chunk: PricedChunk)) throws {
                waiting[result.number] = (result.bytes, result.chunk)
                while let (bytes, chunk) = waiting.removeValue(forKey: ended) {
                    ended += 1
                    try write(chunk, bytes: bytes)
                }
            }
            while let chunk = try input.next() {
                if begun - ended >= limit, let result = try await group.next() { try take(result) }
                let number = begun
                begun += 1
                group.addTask {
                    let priced = chunk.withUnsafeBytes {
                        pricer.price(chunk: $0, form: form, writesLines: writesLines, sumsUp: sumsUp)
                    }
                    return (number, chunk.count, priced)
                }
            }
            while let result = try await group.next() { try take(result) }
        }
    }

    private mutating func write(_ chunk: PricedChunk, bytes count: Int) throws {
        for fault in chunk.faults { report("line \(lines + fault.line): \(fault.error)") }
        lines += chunk.lines
        bytes += Int64(count)
        totals.add(chunk.totals)
        sink.bytes.append(contentsOf: chunk.output)
        try sink.flush()
        bar?.show(bytes: bytes, lines: lines)
    }

    private mutating func report(_ fault: String) {
        faults += 1
        bar?.clear()
        StandardError.print("tollgate price: \(fault)")
    }

    /// The input is an event stream: one call.
    private mutating func priceStream() throws {
        guard case .bodies(let provider, let api, let model, let isBatch) = form else { return }
        let stream = try input.all()
        let priced = stream.withUnsafeBytes {
            pricer.price(stream: $0, provider: provider, api: api, model: model, isBatch: isBatch)
        }
        try write(priced)
    }

    /// The input is values that take several lines each.
    private mutating func pricePrinted() throws {
        guard case .bodies(let provider, let api, let model, let isBatch) = form else { return }
        let text = try input.all()
        let (ranges, error) = text.withUnsafeBytes(BodySequence.values)
        for range in ranges {
            let result = text.withUnsafeBytes { bytes in
                Result { () throws(CostCaseError) in
                    try pricer.price(
                        body: UnsafeRawBufferPointer(rebasing: bytes[range]), provider: provider, api: api,
                        model: model, isBatch: isBatch)
                }
            }
            switch result {
            case .success(let priced):
                try write(priced)
            case .failure(let error):
                lines += 1
                report("value \(lines): \(error)")
            }
        }
        if let error {
            lines += 1
            report("value \(lines): not JSON: \(error)")
        }
    }

    private mutating func write(_ priced: PricedCase) throws {
        lines += 1
        if sumsUp { totals.add(priced) }
        if writesLines { priced.append(to: &sink.bytes) }
        try sink.flush()
    }
}
