/// Reads a plain (not streamed) answer's body.
public enum ResponseReader {
    /// What `body` says; never fails: of a body that is not what it should be, what could be read.
    public static func read(_ body: UnsafeRawBufferPointer, api: API, flavor: UsageFlavor) -> MeteredResponse {
        MeteredResponse()
    }
}
