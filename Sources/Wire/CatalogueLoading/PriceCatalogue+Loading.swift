import CatalogueData
public import Pricing

extension PriceCatalogue {
    /// The catalogue inside this binary.
    ///
    /// Takes some ten milliseconds; read it once, at start.
    public static func embedded() throws(CatalogueError) -> PriceCatalogue {
        let bytes = UnsafeBufferPointer(start: tollgate_catalogue_bytes(), count: tollgate_catalogue_length())
        return try PriceCatalogue(bytes)
    }

    /// The catalogue written in `text`, in the form that Sources/Data/CatalogueData/README.md describes.
    public init(text: String) throws(CatalogueError) {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(CatalogueError) in try PriceCatalogue(buffer) }
        }
        self = try result.get()
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) throws(CatalogueError) {
        var parser = CatalogueParser()
        try parser.parse(bytes)
        self.init(providers: parser.contents.providers, asOf: parser.asOf)
    }
}
