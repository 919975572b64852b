import RedisClient

/// Tells what a gateway has spent of a budget, and extends, renews or gives back its lease.
///
/// KEYS: the budget's window, the epoch, the set of budgets. The hash has, for each incarnation that spent or may spend,
/// `<label>:spent`, `<label>:lease` (all that it may have spent), `<label>:until` (milliseconds of the server's clock) and
/// `<label>:seq`; over all of them `spent`, and `reserved`: the sum of the larger of lease and spend. A lease that has
/// expired stays reserved. So whatever gateways do, the sum of what they may have spent is never more than was there to
/// grant.
///
/// ARGV: 1 epoch, 2 when the hash expires (seconds; empty = never), 3 label, 4 spent by this directory in all its
/// incarnations, 5 held, 6 needed beyond that, 7 wanted beyond that, 8 limit, 9 milliseconds of a lease, 10 the part of
/// 4 that earlier incarnations have told themselves (empty: to be found here), 11 the lease that the gateway has, without
/// that part, 12 `report`, `lease` or `return`, 13 a number that grows with each call, 14… earlier incarnations, with a 1
/// before the name where their directory is this one, so that their processes have ended and their leases with them.
///
/// Returns state (`ok`, `exhausted`, `grace`; `epoch` and `join` where nothing was done), spent over all, the part of
/// earlier incarnations, this one's lease (empty = none), what could be leased in all.
enum BudgetScript {
    static let script = RedisScript(
        name: "budget",
        source: LuaMoney.arithmetic + """
            local K, label, mode = KEYS[1], ARGV[3], ARGV[12]
            if redis.call('HGET', KEYS[2], 'id') ~= ARGV[1] then return {'epoch'} end
            local offset = ARGV[10]
            if offset ~= '' and offset ~= '0' and redis.call('EXISTS', K) == 0 then return {'join'} end
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local inGrace = tonumber(redis.call('HGET', KEYS[2], 'grace') or '0') > now
            local function get(field) return redis.call('HGET', K, field) or '0' end
            local reserved = get('reserved')

            if offset == '' then
                local told = '0'
                for i = 14, #ARGV do
                    local earlier = string.sub(ARGV[i], 2)
                    local spent = get(earlier .. ':spent')
                    told = add(told, spent)
                    local lease = redis.call('HGET', K, earlier .. ':lease')
                    if lease and string.sub(ARGV[i], 1, 1) == '1' then
                        if less(spent, lease) then reserved = add(reserved, neg(add(lease, neg(spent)))) end
                        redis.call('HDEL', K, earlier .. ':lease', earlier .. ':until')
                    end
                end
                offset = min(told, ARGV[4])
            end

            local before = get(label .. ':spent')
            local spent = max(before, add(ARGV[4], neg(offset)))
            local all = add(get('spent'), add(spent, neg(before)))
            local lease = redis.call('HGET', K, label .. ':lease')
            local others = add(reserved, neg(lease and max(lease, before) or before))
            local available = add(ARGV[8], neg(others))
            local base = add(spent, ARGV[5])
            local state = 'ok'
            if tonumber(get(label .. ':seq')) > tonumber(ARGV[13]) then mode = 'late' end

            if mode == 'return' then
                lease = ARGV[5] ~= '0' and base or false
            elseif mode == 'lease' then
                local had = max(max(lease or '0', ARGV[11]), base)
                local needed, wanted = add(base, ARGV[6]), add(base, ARGV[7])
                if not less(had, needed) and (inGrace or not less(had, wanted)) then
                    lease = had
                elseif inGrace then
                    lease, state = had, 'grace'
                elseif less(available, needed) and less(had, needed) then
                    lease, state = had, 'exhausted'
                else
                    lease = max(had, max(needed, min(wanted, available)))
                end
            end
            if mode == 'return' or mode == 'lease' then
                redis.call('HSET', K, label .. ':seq', ARGV[13])
                if lease then
                    redis.call('HSET', K, label .. ':lease', lease, label .. ':until', string.format('%.0f', now + ARGV[9]))
                else
                    redis.call('HDEL', K, label .. ':lease', label .. ':until')
                end
            end

            reserved = add(others, lease and max(lease, spent) or spent)
            redis.call('HSET', K, label .. ':spent', spent, 'spent', all, 'reserved', reserved, 'limit', ARGV[8])
            redis.call('HDEL', K, '~')
            if lease then redis.call('SADD', KEYS[3], K) end
            if ARGV[2] ~= '' then redis.call('EXPIREAT', K, ARGV[2]) end
            return {state, all, offset, lease or '', available}
            """)

    /// Takes back a lease that has expired: what its owner may have spent beyond what it told is not counted any more.
    ///
    /// KEYS: the budget's window. ARGV: the label, 1 to take back one that has not expired too. Returns `released`,
    /// `none`, or `alive` and milliseconds until it expires.
    static let release = RedisScript(
        name: "release",
        source: LuaMoney.arithmetic + """
            local K, label = KEYS[1], ARGV[1]
            local lease = redis.call('HGET', K, label .. ':lease')
            if not lease then return {'none'} end
            local time = redis.call('TIME')
            local left = tonumber(redis.call('HGET', K, label .. ':until') or '0')
                - (time[1] * 1000 + math.floor(time[2] / 1000))
            if left > 0 and ARGV[2] ~= '1' then return {'alive', left} end
            local spent = redis.call('HGET', K, label .. ':spent') or '0'
            if less(spent, lease) then
                redis.call('HSET', K, 'reserved', add(redis.call('HGET', K, 'reserved') or '0', neg(add(lease, neg(spent)))))
            end
            redis.call('HDEL', K, label .. ':lease', label .. ':until', '~')
            return {'released'}
            """)
}
