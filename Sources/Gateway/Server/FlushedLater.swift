/// A connection whose writes are gathered until the end of its loop's turn.
protocol FlushedLater: AnyObject {
    /// Sends what has been written; does nothing where nothing has.
    func flush()
}
