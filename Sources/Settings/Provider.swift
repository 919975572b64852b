public import Dialects
public import Usage

extension Settings {
    /// A provider to which calls are forwarded.
    public struct Provider: Sendable {
        /// The name in `/{provider}/…`, in rows and in `TOLLGATE_<PROVIDER>_…`.
        public internal(set) var name: ProviderID
        public internal(set) var dialect: Dialect
        /// How its usage is counted.
        public internal(set) var flavor: UsageFlavor
        /// The catalogue's provider whose prices its models have.
        public internal(set) var pricedAs: ProviderID
        public internal(set) var baseURL: BaseURL
        /// nil = the caller's own key is passed on.
        public internal(set) var apiKey: Secret?
        /// PEM file with the authorities to trust instead of the system's.
        public internal(set) var tlsCAFile: String?
        public internal(set) var onDisconnect = DisconnectPolicy.drain
        /// Whether `stream_options.include_usage` may be added to its streams.
        public internal(set) var injectsUsage: Bool
        /// Use the caller's own key where it sends one, though a key is configured.
        public internal(set) var prefersCallerKey = false
        /// Where the provider runs the calls, where prices depend on it: a region or data zone.
        public internal(set) var location: String?
        /// Put in front of a metered path that begins with `/v1` and not with this; empty where `baseURL` was told.
        public internal(set) var impliedPrefix = ""
        /// Models that exist in the metrics from the start.
        public internal(set) var models: [ModelID] = []
    }

    /// What becomes of an answer whose client has gone.
    public enum DisconnectPolicy: String, Sendable, Hashable, CaseIterable {
        /// Read on to its end, within limits, for the provider's own usage.
        case drain
        /// Close the connection and estimate.
        case abort
    }
}
