import Glibc
import NIOCore

/// Notices that the other side of a connection takes nothing of what waits for it.
struct StallWatch {
    private var last: (since: Int64, waiting: Int)?

    /// Whatever waited has been taken.
    mutating func reset() { last = nil }

    /// Nanoseconds for which nothing has been taken, as far as it has been looked; `now` in monotonic nanoseconds.
    mutating func duration(_ context: ChannelHandlerContext, now: Int64) -> Int64 {
        let waiting = Self.untaken(context)
        if let last, last.waiting == waiting { return now - last.since }
        last = (now, waiting)
        return 0
    }

    /// Bytes that the other side has not taken: those that wait here, and those in the system's send queue.
    ///
    /// A slow peer takes from the queue long before there is room in it for more.
    private static func untaken(_ context: ChannelHandlerContext) -> Int {
        let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        let queued = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable {
            (socket: NIOBSDSocket.Handle) in
            var bytes: CInt = 0
            return ioctl(socket, UInt(TIOCOUTQ), &bytes) == 0 ? Int(bytes) : 0
        }
        return waiting + (queued ?? 0)
    }
}
