/// Whole numbers in Lua without doubles: money beyond $9 million, in nano-dollars, is no exact double.
///
/// Comparison works on the digits; addition is the server's own 64-bit `HINCRBY`, whose result is read back as text.
enum LuaMoney {
    /// `less(a, b)` for whole numbers in plain decimal.
    static let comparison = """
        local function less(a, b)
            local negative = string.sub(a, 1, 1) == '-'
            if negative ~= (string.sub(b, 1, 1) == '-') then return negative end
            if negative then a, b = string.sub(b, 2), string.sub(a, 2) end
            if #a ~= #b then return #a < #b end
            return a < b
        end

        """

    /// `add`, `neg`, `max` and `min`, on a field of `KEYS[1]` that the script deletes before its end.
    static let arithmetic =
        comparison + """
            local function add(a, b)
                redis.call('HSET', KEYS[1], '~', a)
                redis.call('HINCRBY', KEYS[1], '~', b)
                return redis.call('HGET', KEYS[1], '~')
            end
            local function neg(a)
                if a == '0' then return a end
                if string.sub(a, 1, 1) == '-' then return string.sub(a, 2) end
                return '-' .. a
            end
            local function max(a, b) if less(a, b) then return b end return a end
            local function min(a, b) if less(b, a) then return b end return a end

            """
}
