import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import RESP

/// What went wrong with a connection, in a sentence.
enum RedisFailure {
    static func timedOut(_ configuration: RedisConfiguration) -> RedisError {
        RedisError(
            .timedOut, "Redis at \(configuration.address) does not answer within \(configuration.commandTimeout).")
    }

    static func describe(_ error: any Error, _ configuration: RedisConfiguration) -> RedisError {
        let place = configuration.address
        switch error {
        case let error as RedisError: return error
        case let error as RESPFormatError:
            return RedisError(.protocolViolation, "What answers at \(place) is no Redis. \(error.description)")
        case let error as NIOSSLError: return tls(error, configuration)
        case let error as BoringSSLError: return tls(error, configuration)
        case let error as NIOConnectionError:
            if error.connectionErrors.isEmpty, let lookup = error.dnsAError ?? error.dnsAAAAError {
                // "SocketAddressError.UnknownHost: Name or service not known (error -2) for host …"
                let said = reason(lookup).split(separator: ": ").last?.split(separator: " (error").first
                return RedisError(
                    .unreachable,
                    "The name \(configuration.host) of Redis has no address: \(said ?? "it cannot be resolved").")
            }
            let said = error.connectionErrors.last.map { reason($0.error) } ?? "no address answers"
            return RedisError(.unreachable, "Redis at \(place) cannot be reached: \(said).")
        case ChannelError.connectTimeout:
            return RedisError(
                .unreachable, "Redis at \(place) cannot be reached within \(configuration.connectTimeout).")
        case ChannelError.eof:
            return RedisError(.unreachable, "Redis at \(place) closed the connection.")
        default: return RedisError(.unreachable, "Redis at \(place) cannot be reached: \(reason(error)).")
        }
    }

    private static func reason(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? String(describing: error)
    }

    private static func tls(_ error: any Error, _ configuration: RedisConfiguration) -> RedisError {
        RedisError(
            .unreachable,
            "TLS to Redis at \(configuration.address) fails: \(error). Name the authority of its certificate "
                + "(redis.ca_file), or write redis:// where it has none.")
    }
}
