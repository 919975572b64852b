extension Settings {
    /// The store that several gateways share.
    mutating func readRedis(_ reader: inout SettingsReader) {
        redis.url = reader.secret(.redisURL, aliases: ["REDIS_URL"])
        redis.authoritiesFile = reader.read(.redisAuthorities, expected: "the path of a PEM file") { $0 }
        redis.node = reader.read(
            .redisNode, expected: "letters, digits, '-' and '_', at most 64 of them"
        ) { text in
            let isName = text.utf8.allSatisfy { byte in
                switch UnicodeScalar(byte) {
                case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
                default: false
                }
            }
            return isName && (1...64).contains(text.utf8.count) ? text : nil
        }
        redis.timeout = reader.duration(.redisTimeout)
        redis.pushInterval = reader.duration(.redisPushInterval)
        redis.lease = reader.duration(.redisLease)
        if redis.url != nil, redis.lease < redis.pushInterval * 3 {
            reader.warning(
                reader.place(.redisLease), "Leases end before they are renewed, which happens once a push interval.",
                "Use three times redis.push_interval or more.")
        }
    }
}
