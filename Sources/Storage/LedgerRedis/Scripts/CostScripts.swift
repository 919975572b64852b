package import RedisClient

/// What is run for costs.
package enum CostScripts {
    /// Writes the totals of a user's month, the larger over the smaller, and sets the time to live.
    ///
    /// KEYS: the hash. ARGV: when it expires (seconds since 1970), then field and total in turn. Returns how many fields
    /// were changed.
    package static let totals = RedisScript(
        name: "totals",
        source: LuaMoney.comparison + """
            local changed = 0
            for i = 2, #ARGV, 2 do
                local old = redis.call('HGET', KEYS[1], ARGV[i])
                if not old or less(old, ARGV[i + 1]) then
                    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
                    changed = changed + 1
                end
            end
            redis.call('EXPIREAT', KEYS[1], ARGV[1])
            return changed
            """)

    /// Writes rows of sums, those with more requests (their first number) over those with fewer.
    ///
    /// KEYS and ARGV as above.
    static let sums = RedisScript(
        name: "sums",
        source: LuaMoney.comparison + """
            local changed = 0
            for i = 2, #ARGV, 2 do
                local old = redis.call('HGET', KEYS[1], ARGV[i])
                if not old or less(string.match(old, '^%S+'), string.match(ARGV[i + 1], '^%S+')) then
                    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
                    changed = changed + 1
                end
            end
            redis.call('EXPIREAT', KEYS[1], ARGV[1])
            return changed
            """)
}
