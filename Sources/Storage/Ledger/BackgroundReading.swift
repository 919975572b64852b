/// The port that tells at start which responses made in the background have not been counted yet.
public protocol BackgroundReading: Sendable {
    /// The providers' ids of responses that a row names as opened (`{"opens":"resp_…"` in its `detail`) and none as
    /// settled (`{"settles":"resp_…"`).
    func openResponses() async throws -> [String]
}
