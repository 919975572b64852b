/// A token and the bytes that it stands for.
struct TokenPart: Equatable {
    var start: Int
    var end: Int
    var token: UInt32
}
