/// The picture that the simulator paints: one red pixel.
enum ReplyPicture {
    /// It as PNG in base64, filled up to `bytes` with what would follow the picture's end.
    static func base64(atLeast bytes: Int?) -> String {
        guard let bytes, bytes > pixel.utf8.count else { return pixel }
        return pixel + String(repeating: "AAAA", count: (bytes - pixel.utf8.count) / 4)
    }

    private static let pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQAY3Y2wAAAAAElFTkSuQmCC"
}
