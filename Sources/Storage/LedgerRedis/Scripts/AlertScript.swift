import RedisClient

/// Marks an alert as told and publishes it, once.
///
/// KEYS: the marker, the epoch. ARGV: 1 epoch, 2 seconds until the marker expires (0 = never), 3 channel, 4 message (empty:
/// only mark), 5 the incarnations of this directory, the running one first. Returns 1 to the one whose alert it is, also
/// when it asks again because the first answer was lost; 0 to the others; `epoch` or `grace` where it cannot be said yet.
enum AlertScript {
    static let script = RedisScript(
        name: "alert",
        source: """
            if redis.call('HGET', KEYS[2], 'id') ~= ARGV[1] then return 'epoch' end
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local owner = redis.call('GET', KEYS[1])
            if not owner and ARGV[4] ~= '' and tonumber(redis.call('HGET', KEYS[2], 'grace') or '0') > now then
                return 'grace'
            end
            if owner then
                local isMine = owner ~= '' and string.find(' ' .. ARGV[5] .. ' ', ' ' .. owner .. ' ', 1, true)
                return isMine and 1 or 0
            end
            owner = ARGV[4] ~= '' and string.match(ARGV[5], '^%S+') or ''
            redis.call('SET', KEYS[1], owner)
            if ARGV[2] ~= '0' then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
            if ARGV[4] ~= '' then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
            return 1
            """)
}
