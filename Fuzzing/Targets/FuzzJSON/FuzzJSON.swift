import Checks
import JSONScanning

/// Scans JSON texts: the entry point that libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = FuzzInput(start, count)
    let bytes = input.bytes()
    var reference = ReferenceJSON(bytes)
    let isValid = reference.isValid()
    bytes.withUnsafeBytes { buffer in
        check(isAccepted(buffer) == isValid, "the grammar says \(isValid)")
        checkLooseSkip(buffer, isValid: isValid)
        checkWalk(buffer, keys: isValid ? reference.keys : nil)
        if isValid { checkScalar(buffer) }
    }
    return 0
}

private func isAccepted(_ buffer: UnsafeRawBufferPointer) -> Bool {
    var cursor = JSONCursor(buffer)
    do throws(JSONScanError) {
        let range = try cursor.skip()
        check(range.lowerBound >= 0 && range.upperBound <= buffer.count && !range.isEmpty, "a value lies in the text")
        try cursor.end()
        return true
    } catch {
        check((0...buffer.count).contains(error.offset), "an error lies in the text")
        return false
    }
}

/// Of what is JSON, the loose way over a value ends where the strict one does; of anything it ends within the text.
private func checkLooseSkip(_ buffer: UnsafeRawBufferPointer, isValid: Bool) {
    var cursor = JSONCursor(buffer)
    let range = try? cursor.skipLoosely()
    check(cursor.offset <= buffer.count, "the loose way ends behind the text")
    guard isValid else { return }
    var strict = JSONCursor(buffer)
    check(range != nil && range == (try? strict.skip()), "the loose way ends elsewhere: \(String(describing: range))")
}

/// The walk over a value shows every member, in order.
private func checkWalk(_ buffer: UnsafeRawBufferPointer, keys: [Range<Int>]?) {
    var seen: [Range<Int>] = []
    var cursor = JSONCursor(buffer)
    do throws(JSONScanError) {
        try cursor.walk { key, offset in
            check(key.range.upperBound < offset && offset <= buffer.count, "a value is behind its key")
            _ = key.text(in: buffer)
            seen.append(key.range)
        }
    } catch {
        check(keys == nil, "the walk refuses what is JSON: \(error)")
    }
    if let keys { check(seen == keys, "the walk saw \(seen) of \(keys)") }
}

/// Strings and numbers survive being read and written.
private func checkScalar(_ buffer: UnsafeRawBufferPointer) {
    var cursor = JSONCursor(buffer)
    switch cursor.kind() {
    case .string:
        guard let string = try? cursor.string() else { return check(false, "a string is no string") }
        let text = string.text(in: buffer)
        var written: [UInt8] = []
        JSONEscapes.appendString(text, to: &written)
        written.withUnsafeBytes { again in
            var cursor = JSONCursor(again)
            let read = try? cursor.string()
            check(read?.text(in: again) == text, "written and read, a string is another")
            check(cursor.offset == again.count, "a written string has an end")
        }
    case .number:
        guard let range = try? cursor.number() else { return check(false, "a number is no number") }
        let decimal = JSONDecimal(range, in: buffer)
        _ = decimal.scaled(by: 9)
        let text = String(decoding: buffer[range], as: UTF8.self)
        if let whole = Int64(text) {
            check(decimal.int64 == whole, "\(text) is read as \(String(describing: decimal.int64))")
        }
    default: break
    }
}
