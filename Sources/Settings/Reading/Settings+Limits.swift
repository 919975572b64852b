extension Settings {
    /// Sizes and numbers.
    mutating func readLimits(_ reader: inout SettingsReader) {
        limits.requestBody = reader.size(.limitRequestBody, 1024...(1 << 31))
        limits.bufferedRequest = reader.size(.limitBufferedRequest, 1024...(64 << 20))
        limits.head = reader.size(.limitHead, 4096...(1 << 20))
        limits.bufferedAnswer = reader.size(.limitBufferedAnswer, 0...(64 << 20))
        limits.drain = reader.size(.limitDrain, 0...(1 << 34))
        limits.withheld = reader.size(.limitWithheld, 1024...(16 << 20))
        limits.connections = reader.integer(.limitConnections, 1...1_000_000) ?? 1
        limits.connectionsPerAddress = reader.integer(.limitConnectionsPerAddress, 1...1_000_000) ?? 1
        limits.idleUpstreams = reader.integer(.limitIdleUpstreams, 0...100_000) ?? 0
    }

    /// Times.
    mutating func readTimeouts(_ reader: inout SettingsReader) {
        timeouts.connect = reader.duration(.timeoutConnect)
        timeouts.firstByte = reader.duration(.timeoutFirstByte)
        timeouts.upstreamIdle = reader.duration(.timeoutUpstreamIdle)
        timeouts.clientStall = reader.duration(.timeoutClientStall)
        timeouts.clientIdle = reader.duration(.timeoutClientIdle)
        timeouts.clientRead = reader.duration(.timeoutClientRead)
        timeouts.upstreamKeepAlive = reader.duration(.timeoutUpstreamKeepAlive)
        timeouts.drain = reader.duration(.timeoutDrain)
        timeouts.commit = reader.duration(.timeoutCommit)
        timeouts.shutdown = reader.duration(.timeoutShutdown)
    }
}
