extension TokenCounts {
    /// Every disjoint class by the name that rows and price lists have for it.
    public static let named: [(name: String, path: any WritableKeyPath<TokenCounts, Int64> & Sendable)] = [
        ("input", \.input), ("cached_input", \.cachedInput), ("cache_write_5m", \.cacheWrite5m),
        ("cache_write_1h", \.cacheWrite1h), ("audio_input", \.audioInput), ("cached_audio_input", \.cachedAudioInput),
        ("image_input", \.imageInput), ("cached_image_input", \.cachedImageInput), ("video_input", \.videoInput),
        ("output", \.output), ("reasoning", \.reasoning), ("audio_output", \.audioOutput),
        ("image_output", \.imageOutput), ("citation", \.citation),
    ]
}

extension PriceConditions {
    /// Each condition by the name that price lists have for it.
    public static let named: [(name: String, condition: PriceConditions)] = [
        ("data_residency_eu", .dataResidencyEU), ("data_residency_us", .dataResidencyUS),
        ("regional_endpoint", .regionalEndpoint), ("inference_geo_us", .inferenceGeoUS), ("speed_fast", .speedFast),
    ]
}
