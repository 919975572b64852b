extension SettingKey {
    static let limitRequestBody = SettingKey(
        "limits.request_body", "size", "32MiB", "Largest body of a request; more is answered with 413.")
    static let limitBufferedRequest = SettingKey(
        "limits.buffered_request", "size", "256KiB",
        "Bodies of requests up to this are kept in memory; larger ones in a file without a name in `data_dir`.")
    static let limitHead = SettingKey(
        "limits.head", "size", "32KiB", "Largest head of a request; a line of it may have 8 KiB.")
    static let limitBufferedAnswer = SettingKey(
        "limits.buffered_answer", "size", "1MiB",
        "Plain answers up to this are buffered whole, so that `x-tollgate-cost-usd` can be set.")
    static let limitDrain = SettingKey(
        "limits.drain", "size", "64MiB", "What is read of an answer after its client has gone.")
    static let limitWithheld = SettingKey(
        "limits.withheld", "size", "64KiB", "What is held back at the end of an answer until its row is committed.")
    static let limitConnections = SettingKey(
        "limits.connections", "number", "20000", "Client connections at once; more wait to be accepted.")
    static let limitConnectionsPerAddress = SettingKey(
        "limits.connections_per_address", "number", "10000",
        "Client connections at once from one address; more are closed.")
    static let limitIdleUpstreams = SettingKey(
        "limits.idle_upstreams", "number", "256", "Idle connections kept to one provider by one event loop.")
    static let limits = [
        limitRequestBody, limitBufferedRequest, limitHead, limitBufferedAnswer, limitDrain, limitWithheld,
        limitConnections, limitConnectionsPerAddress, limitIdleUpstreams,
    ]

    static let timeoutConnect = SettingKey(
        "timeouts.connect", "duration", "10s", "Connecting to a provider, TLS included.")
    static let timeoutFirstByte = SettingKey(
        "timeouts.first_byte", "duration", "600s", "From a request's last byte to the answer's first.")
    static let timeoutUpstreamIdle = SettingKey(
        "timeouts.upstream_idle", "duration", "300s", "Between two reads of an answer, or two writes of a request.")
    static let timeoutClientStall = SettingKey(
        "timeouts.client_stall", "duration", "60s", "A client that reads nothing for this long is treated as gone.")
    static let timeoutClientIdle = SettingKey(
        "timeouts.client_idle", "duration", "120s", "A client connection without a request is closed.")
    static let timeoutClientRead = SettingKey(
        "timeouts.client_read", "duration", "30s", "For the head of a request, and between two reads of its body.")
    static let timeoutUpstreamKeepAlive = SettingKey(
        "timeouts.upstream_keep_alive", "duration", "50s", "How long an unused provider connection is kept.")
    static let timeoutDrain = SettingKey(
        "timeouts.drain", "duration", "120s", "How long an answer is read on after its client has gone.")
    static let timeoutCommit = SettingKey(
        "timeouts.commit", "duration", "2s",
        "An answer is released without waiting longer for the ledger; its row goes to the emergency journal.")
    static let timeoutShutdown = SettingKey(
        "timeouts.shutdown", "duration", "30s", "For running calls to end after SIGTERM.")
    static let timeouts = [
        timeoutConnect, timeoutFirstByte, timeoutUpstreamIdle, timeoutClientStall, timeoutClientIdle,
        timeoutClientRead, timeoutUpstreamKeepAlive, timeoutDrain, timeoutCommit, timeoutShutdown,
    ]
}
