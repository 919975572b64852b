#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The functions of `libbrotlidec`, looked up at run time, so that the gateway runs without it
/// (`brotli/decode.h`; the ABI is stable within major version 1).
struct BrotliLibrary: Sendable {
    /// The library, loaded once; nil when the machine has none.
    static let shared = BrotliLibrary()

    static let success: CInt = 1
    static let needsMoreInput: CInt = 2
    static let needsMoreOutput: CInt = 3

    typealias Create =
        @convention(c) @Sendable (UnsafeRawPointer?, UnsafeRawPointer?, UnsafeMutableRawPointer?) -> OpaquePointer?
    typealias Destroy = @convention(c) @Sendable (OpaquePointer) -> Void
    typealias Decompress =
        @convention(c) @Sendable (
            OpaquePointer, UnsafeMutablePointer<Int>, UnsafeMutablePointer<UnsafePointer<UInt8>?>,
            UnsafeMutablePointer<Int>, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<Int>?
        ) -> CInt

    let create: Create
    let destroy: Destroy
    let decompress: Decompress

    private init?() {
        #if canImport(Darwin)
            let name = "libbrotlidec.1.dylib"
        #else
            let name = "libbrotlidec.so.1"
        #endif
        // Never closed: the functions are used until the process ends.
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL),
            let create = dlsym(handle, "BrotliDecoderCreateInstance"),
            let destroy = dlsym(handle, "BrotliDecoderDestroyInstance"),
            let decompress = dlsym(handle, "BrotliDecoderDecompressStream")
        else { return nil }
        self.create = unsafeBitCast(create, to: Create.self)
        self.destroy = unsafeBitCast(destroy, to: Destroy.self)
        self.decompress = unsafeBitCast(decompress, to: Decompress.self)
    }
}
