import CStackTraces

#if os(Linux)
    import Runtime
#endif

extension LoadedImage {
    /// The image that an address of this process lies in, as the dynamic linker knows it: without its build id.
    init?(at address: UInt) {
        var name: UnsafePointer<CChar>?
        var base: UInt = 0
        guard cstacktraces_image(address, &name, &base), let name else { return nil }
        let path = String(cString: name)
        self.init(
            name: path.split(separator: "/").last.map(String.init) ?? path, path: path, baseAddress: UInt64(base))
    }

    #if os(Linux)
        /// An image as the toolchain lists it.
        init(_ image: Backtrace.Image) {
            let base = UInt64(image.baseAddress) ?? 0
            let end = UInt64(image.endOfText) ?? 0
            self.init(
                name: image.name ?? image.path ?? "", path: image.path, baseAddress: base,
                size: end > base ? end - base : 0,
                buildID: image.uniqueID.map(Self.hexadecimal))
        }

        private static func hexadecimal(_ bytes: [UInt8]) -> String {
            bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    #endif
}
