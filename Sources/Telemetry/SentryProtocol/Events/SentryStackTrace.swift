/// A stack, **oldest call first**: the frame that threw is the last.
public struct SentryStackTrace: Sendable, Hashable {
    public var frames: [SentryFrame]

    /// The most frames that are kept.
    public static let maximumFrames = 50

    /// A stack of `frames`, oldest call first; those that say nothing are left out.
    public init(oldestFirst frames: [SentryFrame]) {
        self.frames = frames.filter { $0.isUsable }
    }

    /// A stack as backtraces have it, newest call first.
    public init(newestFirst frames: [SentryFrame]) { self.init(oldestFirst: frames.reversed()) }

    /// Both ends of a stack that is too long: where it began, and where it broke.
    var kept: [SentryFrame] {
        guard frames.count > Self.maximumFrames else { return frames }
        let newest = Self.maximumFrames * 4 / 5
        return Array(frames.prefix(Self.maximumFrames - newest)) + frames.suffix(newest)
    }

    var encoded: SentryValue? {
        frames.isEmpty ? nil : .object(["frames": .array(kept.map { $0.encoded })])
    }
}
