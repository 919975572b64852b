import RESP
import RedisClient
import Testing

@Suite struct RedisErrorTests {
    @Test(arguments: [
        ("NOAUTH Authentication required.", RedisError.Code.authentication),
        ("WRONGPASS invalid username-password pair or user is disabled.", .authentication),
        ("NOPERM this user has no permissions to run the 'get' command", .permission),
        ("READONLY You can't write against a read only replica.", .readOnly),
        ("LOADING Redis is loading the dataset in memory", .loading),
        ("OOM command not allowed when used memory > 'maxmemory'.", .outOfMemory),
        ("MISCONF Redis is configured to save RDB snapshots", .persistence),
        ("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", .masterDown),
        ("MOVED 3999 127.0.0.1:6381", .cluster), ("ASK 3999 127.0.0.1:6381", .cluster),
        ("CLUSTERDOWN Hash slot not served", .cluster), ("BUSY Redis is busy running a script.", .busy),
        ("NOSCRIPT No matching script.", .noScript),
        ("WRONGTYPE Operation against a key holding the wrong kind of value", .wrongType),
        ("ERR syntax error", .refused), ("", .refused), ("moved 1 x", .refused),
    ])
    func `an error of the server is classified`(line: String, code: RedisError.Code) {
        let error = RedisError(RESPErrorReply(line))
        #expect(error.code == code)
        #expect(error.message.hasPrefix("Redis says"))
    }

    @Test func `a server's long text is cut`() {
        #expect(RedisError(RESPErrorReply(String(repeating: "x", count: 100_000))).message.utf8.count < 400)
    }
}
