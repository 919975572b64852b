import SentryProtocol

/// What issue an event belongs to, roughly as Sentry would group it.
enum EventFingerprint {
    static func of(_ event: SentryEvent) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ text: String?) {
            for byte in (text ?? "").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        if !event.fingerprint.isEmpty, !event.fingerprint.contains("{{ default }}") {
            for part in event.fingerprint { add(part) }
            return hash
        }
        for part in event.fingerprint { add(part) }
        for exception in event.exceptions {
            add(exception.module)
            add(exception.type)
            let frames = exception.stackTrace?.frames ?? []
            for frame in frames.filter({ $0.isInApp == true }).suffix(3) { add(frame.function) }
        }
        if event.exceptions.isEmpty { add(event.message?.template ?? event.message?.formatted) }
        return hash
    }
}
