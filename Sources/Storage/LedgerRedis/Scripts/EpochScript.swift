import RedisClient

/// Tells whether the server still has what it had.
///
/// KEYS: the epoch. ARGV: the id that the gateway knows (empty = none yet), an id for a new epoch, how long a grace lasts
/// (milliseconds), the id of the server's history (`master_replid`).
///
/// The epoch is new after the data were lost. A grace then begins in which nothing is granted and no alert is claimed,
/// so that every gateway can put its leases and markers back first; likewise when the server is another one (a replica
/// that was promoted may lack the last writes). No grace where nobody knew an epoch: a first start.
/// Returns the id and how long the grace still lasts.
enum EpochScript {
    static let script = RedisScript(
        name: "epoch",
        source: """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local id = redis.call('HGET', KEYS[1], 'id')
            local function grace() redis.call('HSET', KEYS[1], 'grace', string.format('%.0f', now + ARGV[3])) end
            if not id then
                id = ARGV[2]
                redis.call('HSET', KEYS[1], 'id', id, 'server', ARGV[4])
                if ARGV[1] ~= '' then grace() end
            elseif redis.call('HGET', KEYS[1], 'server') ~= ARGV[4] then
                redis.call('HSET', KEYS[1], 'server', ARGV[4])
                grace()
            elseif ARGV[1] ~= '' and ARGV[1] ~= id then
                grace()
            end
            local last = tonumber(redis.call('HGET', KEYS[1], 'grace') or '0')
            return {id, math.max(0, last - now)}
            """)
}
