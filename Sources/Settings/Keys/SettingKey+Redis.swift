extension SettingKey {
    static let redisURL = SettingKey(
        "redis.url", "secret", secret: true,
        "The Redis that several gateways share: `redis://[[user]:password@]host[:port][/database]`, `rediss://` for TLS."
    )
    static let redisAuthorities = SettingKey(
        "redis.ca_file", "path", "", "PEM file of authorities for `rediss://`; unset: the system's.")
    static let redisNode = SettingKey(
        "redis.node", "name", "", "This gateway's name among those that share the Redis; unset: the host's name.")
    static let redisTimeout = SettingKey(
        "redis.timeout", "duration", "2s", "For a connection, and for an answer; what takes longer counts as an outage."
    )
    static let redisPushInterval = SettingKey(
        "redis.push_interval", "duration", "1s", "Between two pushes of totals that have changed.")
    static let redisLease = SettingKey(
        "redis.lease", "duration", "10s",
        "How long a gateway may spend from its share of a hard budget without hearing from the Redis.")
    /// What several gateways share.
    static let redis = [redisURL, redisAuthorities, redisNode, redisTimeout, redisPushInterval, redisLease]
}
