import CStackTraces

/// Where a thread was, as addresses: cheap to take where something happens, looked up later where there is time.
///
/// `capture` costs some microseconds. It follows the machine's stack by glibc's `backtrace()`, which
/// unlike the toolchain's own `Backtrace.capture()` does not touch the context of Swift's tasks; so the callers that an
/// async function will resume are not in it, only what called it on this thread. Names, files and lines come from
/// `symbolicated(by:)`, off the hot path.
///
/// ```swift
/// let trace = StackTrace.capture()
/// Task.detached { for frame in trace.symbolicated() { print(frame) } }
/// ```
public struct StackTrace: Sendable, Hashable {
    /// Return addresses in this process, innermost call first.
    public let addresses: [UInt]

    /// A trace of addresses that were had otherwise, innermost first.
    public init(addresses: [UInt]) {
        self.addresses = addresses
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { addresses.isEmpty }

    /// How many frames are kept at most, whatever `limit` says.
    public static let largestLimit = 256

    /// The calling thread's stack, beginning with the caller of this function.
    ///
    /// - Parameters:
    ///   - skipping: how many more of the innermost frames to leave out.
    ///   - limit: frames at most, of the inner ones; 1 to `largestLimit`.
    /// - Returns: an empty trace on systems without `backtrace()`. Not for signal handlers.
    @inline(never)
    public static func capture(skipping: Int = 0, limit: Int = 64) -> StackTrace {
        // The C function and this one.
        let own = 2
        let skipped = own + min(max(0, skipping), largestLimit)
        let kept = min(max(1, limit), largestLimit)
        // Without a closure, which would be a frame of its own in some builds.
        let buffer = UnsafeMutablePointer<UInt>.allocate(capacity: skipped + kept)
        defer { buffer.deallocate() }
        let count = Int(cstacktraces_capture(buffer, Int32(truncatingIfNeeded: skipped + kept)))
        let all = UnsafeBufferPointer(start: buffer, count: count)
        return StackTrace(addresses: Array(all[min(skipped, count)..<count]))
    }

    /// Does at once what the first capture and the first look-up would do: loads the unwinder and lists the images.
    ///
    /// To be called at a start, before anything else of the process looks at its own images.
    public static func prepare() {
        _ = capture(limit: 1)
        Symbolicator.prepare()
    }

    /// Names, files and lines of the frames, innermost first; inlined functions are frames of their own.
    ///
    /// Reads the images' debug information: a fraction of a millisecond for a frame that was looked up before, some
    /// milliseconds at first. Blocks, and takes one lock for all callers: not for the hot path.
    public func symbolicated(by symbolicator: Symbolicator = .shared) -> [StackFrame] {
        symbolicator.frames(of: self)
    }
}
