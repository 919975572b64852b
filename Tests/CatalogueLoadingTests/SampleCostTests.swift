import CatalogueLoading
import Money
import Pricing
import Testing
import Usage

/// The embedded catalogue, read once for all tests.
let embedded = Result { () throws(CatalogueError) in try PriceCatalogue.embedded() }

@Suite struct SampleCostTests {
    @Test func `every line is a case`() {
        #expect(SampleCase.all.count == 138)
    }

    @Test(arguments: SampleCase.all)
    func `a recorded call costs what its provider charges`(_ sample: SampleCase) throws {
        let pricing = Pricing(catalogue: try embedded.get())
        let result = pricing.price(
            sample.usage, provider: sample.provider, responseModel: sample.responseModel,
            requestModel: sample.requestModel, at: sample.at)
        #expect(result.cost?.decimal(places: 12) == sample.cost)
        #expect(result.pricedAs == sample.pricedAs)
        #expect(result.unpriced == [])
        if let list = sample.listCost { #expect(result.listCost?.decimal(places: 12) == list) }
    }
}
