import JSONScanning
import Usage

/// Reads generated and edited images, plain and streamed (`image_generation.completed`).
///
/// With `usage`, tokens are billed; where it does not tell the output apart, all of it is images. Without, as dall-e,
/// each image is, by its quality and size, which the request knows.
struct ImagesReader: PayloadReader {
    private let flavor: UsageFlavor
    private var counts: Usage?
    private var images: Int64 = 0
    private var quality: String?
    private var size: String?
    private var said = MeteredResponse()
    private var isCompleted = false

    /// A reader that counts as `flavor` does.
    init(_ flavor: UsageFlavor) { self.flavor = flavor }

    var response: MeteredResponse {
        var response = said
        if let counts {
            response.usage = counts
        } else if images > 0 {
            var usage = Usage()
            usage.meter(.generatedImages, images)
            response.usage = usage
        }
        if let size { response.usage?.imageVariant = quality.map { "\($0)/\(size)" } ?? size }
        return response
    }

    mutating func readEvent(
        type: UnsafeRawBufferPointer?, _ data: UnsafeRawBufferPointer, _ sink: inout PayloadSink
    ) -> EventRole {
        isCompleted = false
        readBody(data, &sink)
        return isCompleted ? .terminal : []
    }

    mutating func readBody(_ body: UnsafeRawBufferPointer, _ sink: inout PayloadSink) {
        var cursor = JSONCursor(body)
        // A body that breaks off has said something before.
        _ = try? cursor.members { (key, cursor) throws(JSONScanError) in try readMember(key, &cursor) }
    }

    private mutating func readMember(_ key: JSONString, _ cursor: inout JSONCursor) throws(JSONScanError) {
        let bytes = cursor.bytes
        func named(_ name: StaticString) -> Bool { key.equals(name, in: bytes) }
        if named("usage") {
            guard let read = try OpenAIUsage(&cursor), var usage = read.usage(flavor) else { return }
            if !read.hasOutputDetails {
                usage.tokens.imageOutput = usage.tokens.outputTotal
                usage.tokens.output = 0
                usage.tokens.reasoning = 0
            }
            counts = usage
        } else if named("data") || named("predictions") || named("generatedImages") {
            images = 0
            try cursor.elements { (cursor) throws(JSONScanError) in
                images += 1
                try cursor.skipLoosely()
            }
        } else if named("type") {
            let type = try cursor.looseString()
            isCompleted =
                type?.equals("image_generation.completed", in: bytes) ?? false
                || type?.equals("image_edit.completed", in: bytes) ?? false
        } else if named("quality") {
            quality = try cursor.looseString()?.text(in: bytes)
        } else if named("size") {
            size = try cursor.looseString()?.text(in: bytes)
        } else if named("model") {
            if let model = try cursor.looseString() { said.model = model.text(in: bytes) }
        } else if named("error") {
            if cursor.kind() == .object {
                said.errorType = ErrorDescription(at: cursor.offset, in: bytes).errorType
            }
            try cursor.skipLoosely()
        } else {
            try cursor.skipLoosely()
        }
    }
}
