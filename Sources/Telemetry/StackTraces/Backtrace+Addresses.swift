#if os(Linux)
    import Foundation
    import Runtime

    extension Backtrace {
        /// A backtrace of return addresses that were captured otherwise; nil where the toolchain reads its coded form in
        /// another way than this version does.
        init?(addresses: [UInt]) {
            #if arch(x86_64)
                let architecture = "x86_64"
            #elseif arch(arm64)
                let architecture = "arm64"
            #else
                return nil
            #endif
            let json = #"{"architecture":"\#(architecture)","backtrace":"\#(CompactTrace.base64(of: addresses))"}"#
            guard let decoded = try? JSONDecoder().decode(Backtrace.self, from: Data(json.utf8)) else { return nil }
            // The proof that it was understood: the same addresses come out.
            let read = decoded.frames.map { frame -> UInt? in
                guard case .returnAddress(let address) = frame else { return nil }
                return UInt(address)
            }
            guard read == addresses.map(Optional.some) else { return nil }
            self = decoded
        }
    }
#endif
