/// The version that exporters and resources tell.
enum SDKVersion {
    static let text = "0.1.0"
}
