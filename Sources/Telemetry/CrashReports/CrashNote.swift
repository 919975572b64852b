import Foundation
import StackTraces

/// What a run writes of its own crash before Swift's backtracer begins: where that comes to no end, it is the report.
///
/// The images are written at the start, the crashed thread by the signal's handler (`CStackTraces`, `CrashLimits.c`), in the
/// form of Swift's reports, so that it is read like one.
enum CrashNote {
    private struct Beginning: Encodable {
        let kind = "crashReport"
        let architecture: String?
        let images: [Image]
    }

    private struct Image: Encodable {
        var name: String
        var path: String?
        var buildId: String?
        var baseAddress: String
        var endOfText: String
    }

    /// What the file begins with: an open object, with a comma at its end.
    static func beginning(_ images: [LoadedImage]) throws -> String {
        #if arch(x86_64)
            let architecture = "x86_64"
        #elseif arch(arm64)
            let architecture = "arm64"
        #else
            let architecture: String? = nil
        #endif
        let described = images.map { image in
            Image(
                name: image.name, path: image.path, buildId: image.buildID, baseAddress: digits(image.baseAddress),
                endOfText: digits(image.baseAddress &+ image.size))
        }
        let json = try JSONEncoder().encode(Beginning(architecture: architecture, images: described))
        return String(decoding: json.dropLast(), as: UTF8.self) + ","
    }

    private static func digits(_ address: UInt64) -> String { "0x" + String(address, radix: 16) }
}
