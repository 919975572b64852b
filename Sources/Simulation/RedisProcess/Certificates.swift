public import Foundation

/// An authority and a certificate for 127.0.0.1 and localhost, made by `openssl` in a folder.
public struct Certificates: Sendable {
    public let authority: String
    public let certificate: String
    public let key: String

    /// Makes them in `directory`.
    public init(in directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        func path(_ name: String) -> String { directory.appendingPathComponent(name).path }
        authority = path("ca.pem")
        certificate = path("redis.pem")
        key = path("redis.key")
        try "subjectAltName=IP:127.0.0.1,DNS:localhost\n"
            .write(toFile: path("names"), atomically: true, encoding: .utf8)
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try Self.openssl(
            [
                "req", "-x509", "-subj", "/CN=Tollgate test authority", "-days", "2", "-keyout", path("ca.key"), "-out",
                authority,
            ]
                + curve)
        try Self.openssl(
            ["req", "-subj", "/CN=localhost", "-keyout", key, "-out", path("request")] + curve)
        try Self.openssl([
            "x509", "-req", "-in", path("request"), "-CA", authority, "-CAkey", path("ca.key"), "-CAcreateserial",
            "-days", "2", "-extfile", path("names"), "-out", certificate,
        ])
    }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = try RedisProcess.executable("openssl")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw RedisProcess.Failure(description: "openssl \(arguments.joined(separator: " ")) failed")
        }
    }
}
