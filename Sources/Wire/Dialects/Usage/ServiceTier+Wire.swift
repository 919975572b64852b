import JSONScanning
import Usage

extension ServiceTier {
    /// The variant that an answer's `service_tier` says was served; what is not known is the standard one.
    init(wire tier: JSONString, in bytes: UnsafeRawBufferPointer) {
        func says(_ name: StaticString) -> Bool { tier.equals(name, in: bytes) }
        if says("priority") || says("fast") {
            // A request's `fast` is served, and comes back, as `priority`.
            self = .priority
        } else if says("flex") {
            self = .flex
        } else if says("batch") {
            self = .batch
        } else if says("ultrafast") {
            self = .ultrafast
        } else if says("balanced") {
            self = .balanced
        } else if says("scale") {
            self = .provisioned
        } else {
            self = .standard
        }
    }
}
