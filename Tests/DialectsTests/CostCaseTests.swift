import Dialects
import Money
import Testing
import Usage

/// The counts of the project's sample cases, each read from the bytes that the provider sent.
struct CostCaseTests {
    @Test(arguments: costCases)
    func `reads the counts that the case states`(_ example: CostCase) throws {
        let response: MeteredResponse
        if example.isStream {
            response = relay(example.payload, api: example.api, flavor: example.flavor).response
        } else {
            response = read(example.payload, example.api, example.flavor)
        }
        let usage = try #require(response.usage)
        #expect(Counts(usage) == example.expected)
        #expect(response.usageIsFinal)
        #expect(usage.rejected.isEmpty)
        #expect(usage.additional.compactMap(\.model?.rawValue) == [example.advisor].compactMap { $0 })
        if let stated = example.statedCost {
            let difference = try #require(usage.statedCost).units - exactUSD(stated).units
            // The cases state costs to ten places or so; the providers send doubles in full.
            #expect(difference.magnitude < UInt128(ExactUSD.unitsPerNano))
        } else {
            #expect(usage.statedCost == nil)
        }
    }
}
