/// Finds a container's id in what the kernel says about a process.
package enum ContainerID {
    /// The id in `/proc/self/cgroup` (version 1) or `/proc/self/mountinfo` (version 2); nil outside a container.
    ///
    /// 64 hexadecimal digits that are a whole part of a path, perhaps between a runtime's prefix (`docker-`,
    /// `cri-containerd-`) and `.scope`. Parts of overlay file systems look the same and are not the container's.
    package static func find(in text: String) -> String? {
        for line in text.split(separator: "\n") where !line.contains("/overlay") && !line.contains("/sandboxes/") {
            for part in line.split(whereSeparator: { $0 == "/" || $0 == " " || $0 == ":" }) {
                let name = part.hasSuffix(".scope") ? part.dropLast(6) : part
                let id = name.split(separator: "-").last ?? name
                let isHex = id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
                if id.utf8.count == 64, isHex { return String(id) }
            }
        }
        return nil
    }
}
