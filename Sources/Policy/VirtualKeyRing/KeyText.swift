/// The texts of new keys and their ids.
enum KeyText {
    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz".utf8)
    private static let small = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// `tg-` and 43 random characters: 247 bits.
    static func key() -> String { "tg-" + random(43, of: letters) }

    /// `key_` and 16 random characters.
    static func id() -> String { "key_" + random(16, of: small) }

    private static func random(_ count: Int, of letters: [UInt8]) -> String {
        // The system's generator is a cryptographic one on Linux: getrandom(2).
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
