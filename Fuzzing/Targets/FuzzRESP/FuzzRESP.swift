import Checks
import RESP

/// Reads what a Redis server sends: the entry point that libFuzzer calls.
///
/// However the bytes are cut, the same values and the same error come out of them, within the limits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let seed = input.choice()
    let limits = limits(input.choice())
    let bytes = input.bytes()
    let whole = read(bytes, cuts: [bytes.count], limits)
    let pieces = read(bytes, cuts: cuts(of: bytes.count, seed: seed), limits)
    check(whole == pieces, "\(pieces) where the whole is \(whole)")
    checkCommand(bytes, seed: seed)
    return 0
}

/// Those of the client, or small ones that are reached.
private func limits(_ choice: Int) -> RESPLimits {
    var limits = RESPLimits()
    guard choice > 0 else { return limits }
    limits.line = 4 + choice
    limits.bulk = choice
    limits.elements = choice / 4
    limits.reply = 2 * choice
    limits.depth = choice % 5
    return limits
}

/// The values in `bytes`, which come in pieces, and how it ended; as text, since a number may be no number.
private func read(_ bytes: [UInt8], cuts: [Int], _ limits: RESPLimits) -> [String] {
    var parser = RESPParser(limits: limits)
    var result: [String] = []
    var start = 0
    for end in cuts {
        parser.append(bytes[start..<end])
        start = end
        do throws(RESPFormatError) {
            while let value = try parser.next() { result.append("\(value)") }
        } catch {
            return result + ["\(error.code)"]
        }
    }
    return result
}

/// A command is read back as the arguments that were written.
private func checkCommand(_ bytes: [UInt8], seed: Int) {
    let text = String(decoding: bytes, as: UTF8.self)
    let command = RESPCommand("SET", text, String(seed))
    var written: [UInt8] = []
    command.write(to: &written)
    var parser = RESPParser()
    parser.append(written)
    let value = try? parser.next()
    check(
        value?.elements?.map(\.bytes) == command.arguments.map(Optional.some),
        "\(command) became \(String(describing: value))")
}
