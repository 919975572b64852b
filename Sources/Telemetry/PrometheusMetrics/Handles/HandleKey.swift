/// What a program asks for a handle by: as it was given, so that a known one is found without making anything.
struct HandleKey: Hashable {
    let label: String
    let dimensions: [(String, String)]

    static func == (left: HandleKey, right: HandleKey) -> Bool {
        left.label == right.label && left.dimensions.elementsEqual(right.dimensions, by: ==)
    }

    /// The names of dimensions are nearly always the same for a label: their values tell sets apart.
    func hash(into hasher: inout Hasher) {
        hasher.combine(label)
        for dimension in dimensions { hasher.combine(dimension.1) }
    }
}
