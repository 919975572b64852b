/// A name as the linker knows it.
package enum MangledName {
    /// The Swift module of a mangled name: `$s8tollgate…` is in `tollgate`, `$sSa…` in the standard library; nil for names
    /// of C and C++, and for thunks, which belong to nobody.
    ///
    /// The ABI's "Mangling": `$s` or `$S`, then the context, outermost first; an identifier is its length and its bytes,
    /// the standard library and its well-known types have letters of their own. The members of an extension belong to
    /// the module that extends, which stands before an `E`.
    package static func module(of name: String) -> String? {
        var scan = Scan(bytes: Array(name.utf8))
        guard ["_$s", "$s", "_$S", "$S", "$e"].contains(where: { scan.skip($0) }) else { return nil }
        var module: String?
        if scan.skip("Sc") {
            module = "_Concurrency"
            scan.place += 1
        } else if scan.skip("S") {
            module = "Swift"
            scan.place += 1
        } else if scan.skip("s") {
            module = "Swift"
        } else {
            module = scan.identifier()
        }
        guard module != nil else { return nil }
        while let name = scan.identifier() {
            if scan.skip("E") { return name }
            guard ["V", "C", "O", "P"].contains(where: { scan.skip($0) }) else { break }
        }
        return module
    }

    private struct Scan {
        let bytes: [UInt8]
        var place = 0

        mutating func skip(_ text: String) -> Bool {
            guard place <= bytes.count, bytes[place...].starts(with: text.utf8) else { return false }
            place += text.utf8.count
            return true
        }

        /// A length and so many bytes.
        mutating func identifier() -> String? {
            var next = place
            var length = 0
            while next < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[next]), length < 1024 {
                length = length * 10 + Int(bytes[next] - UInt8(ascii: "0"))
                next += 1
            }
            guard length > 0, bytes[place] != UInt8(ascii: "0"), next + length <= bytes.count else { return nil }
            place = next + length
            return String(decoding: bytes[next..<place], as: UTF8.self)
        }
    }
}
