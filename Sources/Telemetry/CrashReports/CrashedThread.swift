public import StackTraces

/// A thread of a process that crashed.
public struct CrashedThread: Sendable, Hashable {
    /// Its name, where it has one.
    public var name: String?

    /// Whether it is the one that crashed.
    public var isCrashed: Bool

    /// Its frames, innermost first.
    ///
    /// Behind a frame that runs a task come the functions that the task will resume, as far as they are known.
    public var frames: [StackFrame]

    /// Whether frames were left out, by the backtracer or because there were too many.
    public var isTruncated: Bool

    /// Of each frame that is an address only, whether it is where a call returns to; empty once names are known.
    package var areReturnAddresses: [Bool] = []

    /// A thread.
    public init(name: String? = nil, isCrashed: Bool = false, frames: [StackFrame] = [], isTruncated: Bool = false) {
        self.name = name
        self.isCrashed = isCrashed
        self.frames = frames
        self.isTruncated = isTruncated
    }
}
