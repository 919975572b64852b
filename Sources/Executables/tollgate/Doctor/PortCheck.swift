import Foundation
import NIOCore

/// Whether an address can be listened on, or a gateway does so already.
struct PortCheck {
    /// `data plane` or `control plane`.
    let plane: String
    let host: String
    let port: Int
    /// The configuration's key.
    let key: String
    /// Whether what answers there is a gateway.
    let isGateway: (HTTPProbe.Answer) -> Bool
    private static let check = "port"

    func run() async -> Finding {
        let shown = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        guard port != 0 else { return .ok(Self.check, plane, "any free one is taken.") }
        let code = Self.bindCode(host, port)
        switch code {
        case 0: return .ok(Self.check, plane, "\(shown) is free.")
        case EADDRINUSE: return await held(shown)
        case EACCES:
            return .failure(
                Self.check, plane, "\(shown) may not be listened on by user \(getuid()).",
                fix: "Use a port above 1023 (\(key)), or give the program CAP_NET_BIND_SERVICE.")
        case EADDRNOTAVAIL:
            return .failure(
                Self.check, plane, "\(host) is no address of this machine.",
                fix: "Use one that 'ip address' lists, 127.0.0.1 or 0.0.0.0.")
        default:
            let reason = code > 0 ? String(cString: strerror(code)) : "no such name"
            return .failure(
                Self.check, plane, "\(shown) cannot be listened on: \(reason).",
                fix: "Check host and port (\(key)).")
        }
    }

    private func held(_ shown: String) async -> Finding {
        let near = ["0.0.0.0": "127.0.0.1", "::": "[::1]"][host] ?? (host.contains(":") ? "[\(host)]" : host)
        var probe = HTTPProbe(url: "http://\(near):\(port)/healthz")
        probe.timeout = .seconds(3)
        if let answer = try? await probe.ask(), isGateway(answer) {
            return .ok(Self.check, plane, "\(shown) is held by a running gateway.")
        }
        return .failure(
            Self.check, plane, "\(shown) is held by another program.",
            fix: "Stop that program (ss -ltnp 'sport = :\(port)' names it), or choose another port: \(key).")
    }

    /// 0 where binding works, else the error's code; -1 where the host is no address.
    private static func bindCode(_ host: String, _ port: Int) -> Int32 {
        guard let address = try? SocketAddress.makeAddressResolvingHost(host, port: port) else { return -1 }
        let family: Int32
        switch address {
        case .v4: family = AF_INET
        case .v6: family = AF_INET6
        case .unixDomainSocket: return -1
        }
        let handle = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { return errno }
        defer { close(handle) }
        var yes: Int32 = 1
        setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let bound = address.withSockAddr { pointer, size in bind(handle, pointer, socklen_t(size)) }
        guard bound == 0, listen(handle, 1) == 0 else { return errno }
        return 0
    }
}
