#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension UnsafeRawBufferPointer {
    /// Where `needle`, which is not empty, stands first at or after `start`; nil when it is not there whole.
    func first(_ needle: [UInt8], from start: Int) -> Int? {
        guard let base = baseAddress else { return nil }
        var index = start
        while count - index >= needle.count {
            let room = count - index - needle.count + 1
            guard let found = memchr(base + index, Int32(needle[0]), room) else { return nil }
            index = base.distance(to: UnsafeRawPointer(found))
            if memcmp(base + index, needle, needle.count) == 0 { return index }
            index += 1
        }
        return nil
    }
}
