import Dialects
import Money
import Testing
import Usage

/// The shapes of the providers that have presets.
struct ProviderShapeTests {
    private func relayed(_ shape: ProviderShape, cuts: [Int] = []) -> Relayed {
        relay(
            Array(shape.stream.utf8), cuts: cuts, api: shape.api, flavor: shape.flavor,
            stripsUsage: shape.asked != nil, framing: shape.framing)
    }

    @Test(arguments: ProviderShape.all)
    func `an answer is read as its provider means it`(_ shape: ProviderShape) throws {
        let response = read(shape.body, shape.api, shape.flavor)
        let usage = try #require(response.usage)
        #expect(Counts(usage) == shape.expected)
        #expect(usage.rejected.isEmpty)
        #expect(usage.statedCost == shape.statedCost.map { exactUSD($0) })
        #expect(response.usageIsFinal)
    }

    @Test(arguments: ProviderShape.all)
    func `a stream says what the same answer says at once`(_ shape: ProviderShape) {
        let whole = read(shape.body, shape.api, shape.flavor)
        let streamed = relayed(shape).response
        #expect(streamed.usage == whole.usage)
        #expect(streamed.model == whole.model)
        #expect(streamed.id == whole.id)
    }

    @Test(arguments: ProviderShape.all)
    func `a stream may be cut anywhere, and nothing is lost but what was asked for`(_ shape: ProviderShape) {
        let bytes = Array(shape.stream.utf8)
        let whole = relayed(shape)
        #expect(whole.released.count + whole.held.count + whole.stripped.count == bytes.count)
        let stripped = String(decoding: whole.stripped, as: UTF8.self)
        if let asked = shape.asked { #expect(stripped.contains(asked)) } else { #expect(stripped.isEmpty) }
        for cut in 0...bytes.count { #expect(relayed(shape, cuts: [cut]) == whole, "cut at \(cut)") }
        #expect(relayed(shape, cuts: Array(0...bytes.count)) == whole)
    }

    @Test(arguments: ProviderShape.all)
    func `a stream that breaks off is not read as more than it says`(_ shape: ProviderShape) {
        let bytes = Array(shape.stream.utf8)
        for end in stride(from: 0, to: bytes.count, by: 3) {
            let cut = relay(
                Array(bytes[0..<end]), api: shape.api, flavor: shape.flavor, stripsUsage: shape.asked != nil,
                framing: shape.framing)
            #expect(cut.response.usage?.tokens.inputTotal ?? 0 <= shape.expected.input)
            #expect(cut.response.usage?.tokens.outputTotal ?? 0 <= shape.expected.output)
        }
    }
}
