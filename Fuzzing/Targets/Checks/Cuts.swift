/// Where `count` bytes are cut into pieces, as `seed` says: nowhere, at every byte of a short input, or by steps.
///
/// Ascending; the last is `count`.
public func cuts(of count: Int, seed: Int) -> [Int] {
    switch seed {
    case 0: return [count]
    case 1 where count <= 512: return Array(0...count)
    default:
        var cuts: [Int] = []
        var state = UInt32(truncatingIfNeeded: seed)
        var place = 0
        while place < count {
            state = state &* 1_664_525 &+ 1_013_904_223
            place = min(count, place + Int(state >> 28) + (state & 7 == 0 ? seed : 0))
            cuts.append(place)
        }
        return cuts + [count]
    }
}
