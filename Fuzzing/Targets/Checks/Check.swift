/// Ends the process when a property does not hold: the fuzzer keeps the input then.
///
/// The only place of the project in which input may do that; `message` is what to look for in the output.
@inline(__always)
public func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    guard holds else { fatalError("The property does not hold: \(message())") }
}
