public import StackTraces

extension CrashReport {
    /// The report with the names, files and lines of frames that are addresses only.
    ///
    /// The backtracer needs seconds of a dying process for a large program, and this one has time: it is asked for addresses
    /// (`symbolicate=off`), and the start after the crash looks them up, in images of its own that have the same build id.
    /// After a change of version, they stay addresses with their image's build id, by which Sentry can look them up. Blocks,
    /// for seconds where debug information is large.
    public func symbolicated(by symbolicator: Symbolicator = .shared) -> CrashReport {
        var report = self
        report.threads = threads.map { thread in
            var result = thread
            result.areReturnAddresses = []
            result.frames = thread.frames.enumerated().flatMap { number, frame -> [StackFrame] in
                guard frame.function == nil, let image = frame.image, thread.areReturnAddresses.indices.contains(number)
                else { return [frame] }
                let isReturnAddress = thread.areReturnAddresses[number]
                return symbolicator.frames(of: frame.address, in: image, isReturnAddress: isReturnAddress) ?? [frame]
            }
            return result
        }
        return report
    }
}
