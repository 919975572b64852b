public import StackTraces

extension CrashReport {
    /// Threads kept of a report, and frames of a thread: the inner ones and the outermost.
    public static let mostThreads = 64
    public static let mostFrames = 128
    static let mostImages = 512
    static let longestText = 2_000

    /// A report as `SWIFT_BACKTRACE=format=json` writes it (Swift 6.2 and later); nil where it is not one at all.
    ///
    /// A report that was cut off, because the process was killed while it was written, is read as far as it goes.
    /// Registers and captured memory are not read.
    ///
    /// - Parameters:
    ///   - json: The file's bytes.
    ///   - symbolicator: decides which frames are the application's, and reads source lines where these are there.
    public init?(json: [UInt8], symbolicator: Symbolicator = .shared) {
        let (root, isComplete) = TolerantJSON.read(json)
        guard root["kind"]?.string == "crashReport" || root["threads"] != nil else { return nil }
        let reason = root["description"]?.string.map(Self.bounded) ?? "Unknown crash"
        self.init(reason: reason)
        timestamp = root["timestamp"]?.string.flatMap { $0.utf8.count <= 40 ? $0 : nil }
        architecture = root["architecture"]?.string.map(Self.bounded)
        signal = CrashSignal(description: reason, architecture: architecture)
        faultAddress = root["faultAddress"]?.address
        platform = root["platform"]?.string.map(Self.bounded)
        images = (root["images"]?.elements ?? []).prefix(Self.mostImages).compactMap(Self.image)
        let all = root["threads"]?.elements ?? []
        // The crashed one whatever its place.
        let crashed = all.firstIndex { $0["crashed"]?.isTrue == true }
        let kept = all.indices.prefix(Self.mostThreads).filter { $0 != crashed } + (crashed.map { [$0] } ?? [])
        threads = kept.sorted().map { Self.thread(all[$0], images, symbolicator) }
        self.isComplete = isComplete
    }

    private static func bounded(_ text: String) -> String {
        String(text.prefix(longestText))
    }

    private static func image(_ value: TolerantJSON.Value) -> LoadedImage? {
        guard let name = value["name"]?.string, let base = value["baseAddress"]?.address else { return nil }
        let end = value["endOfText"]?.address ?? base
        return LoadedImage(
            name: bounded(name), path: value["path"]?.string.map(bounded), baseAddress: base,
            size: end > base ? end - base : 0, buildID: value["buildId"]?.string.map(bounded))
    }

    private static func thread(
        _ value: TolerantJSON.Value, _ images: [LoadedImage], _ symbolicator: Symbolicator
    ) -> CrashedThread {
        var thread = CrashedThread(
            name: value["name"]?.string.map(bounded), isCrashed: value["crashed"]?.isTrue == true)
        for each in value["frames"]?.elements ?? [] {
            guard let frame = frame(each, images, symbolicator) else {
                thread.isTruncated = true
                continue
            }
            thread.frames.append(frame)
            thread.areReturnAddresses.append(each["kind"]?.string == "returnAddress")
        }
        if thread.frames.count > mostFrames {
            let middle = (mostFrames - 16)..<(thread.frames.count - 16)
            thread.frames.removeSubrange(middle)
            thread.areReturnAddresses.removeSubrange(middle)
            thread.isTruncated = true
        }
        return thread
    }

    /// A frame; nil for what stands for frames that were left out.
    private static func frame(
        _ value: TolerantJSON.Value, _ images: [LoadedImage], _ symbolicator: Symbolicator
    ) -> StackFrame? {
        guard let address = value["address"]?.address else { return nil }
        let raw = value["symbol"]?.string.map(bounded)
        let location = value["sourceLocation"]
        let generated = location?["file"]?.string?.hasSuffix("<compiler-generated>") == true
        let file = generated ? nil : location?["file"]?.string.map(bounded)
        let line = location?["line"]?.integer.flatMap { $0 > 0 ? $0 : nil }
        let module = raw.flatMap { MangledName.module(of: $0) }
        // A report without names does not say the image either.
        let name = value["image"]?.string
        let image = images.first {
            name == nil ? address >= $0.baseAddress && address - $0.baseAddress < $0.size : $0.name == name
        }
        let isGenerated = generated || value["system"]?.isTrue == true || value["thunk"]?.isTrue == true
        return StackFrame(
            address: address, function: function(value, raw), rawFunction: raw, module: module, file: file,
            line: file == nil ? nil : line, column: location?["column"]?.integer.flatMap { $0 > 0 ? $0 : nil },
            image: image, isInlined: value["inlined"]?.isTrue == true,
            isInApp: symbolicator.configuration.inApp.isInApp(
                module: module, file: file, image: image?.path, isGenerated: isGenerated),
            source: file.flatMap { file in line.flatMap { symbolicator.source(file: file, line: $0) } })
    }

    /// The demangled name, without the offset that the report writes behind it.
    private static func function(_ value: TolerantJSON.Value, _ raw: String?) -> String? {
        guard let described = value["description"]?.string.map(bounded) else { return raw == "<unknown>" ? nil : raw }
        let name =
            if let offset = value["offset"]?.integer, offset != 0, described.hasSuffix(" \(offset)") {
                String(described.dropLast("\(offset)".count + 3))
            } else {
                described
            }
        return name == "<unknown>" ? nil : name
    }
}
