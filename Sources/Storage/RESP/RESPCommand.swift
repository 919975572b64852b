/// A command on its way to the server: an array of bulk strings.
public struct RESPCommand: Sendable, Hashable {
    /// The name and what follows it.
    public private(set) var arguments: [[UInt8]]

    /// The command `name` with `arguments`.
    public init(_ name: String, _ arguments: String...) { self.init(name, arguments) }

    /// The command `name` with `arguments`.
    public init(_ name: String, _ arguments: [String]) {
        self.arguments = [Array(name.utf8)] + arguments.map { Array($0.utf8) }
    }

    /// The first word; for messages about the command, which never show its arguments.
    public var name: String { String(decoding: arguments.first ?? [], as: UTF8.self) }

    /// Bytes that ``write(to:)`` appends.
    public var byteCount: Int {
        arguments.reduce(Self.headCount(arguments.count)) { $0 + Self.headCount($1.count) + $1.count + 2 }
    }

    /// Appends the command as it is sent.
    public func write(to buffer: inout [UInt8]) {
        Self.writeHead("*", arguments.count, to: &buffer)
        for argument in arguments {
            Self.writeHead("$", argument.count, to: &buffer)
            buffer.append(contentsOf: argument)
            buffer.append(13)
            buffer.append(10)
        }
    }

    private static func writeHead(_ type: Unicode.Scalar, _ count: Int, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: type))
        buffer.append(contentsOf: String(count).utf8)
        buffer.append(13)
        buffer.append(10)
    }

    private static func headCount(_ count: Int) -> Int { 3 + String(count).utf8.count }
}
