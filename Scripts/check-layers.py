#!/usr/bin/env python3
"""Checks what the compiler does not: that no target imports what its layer may not.

    Scripts/check-layers.py               check this tree; exit 1 with "file:line: rule" for each violation
    Scripts/check-layers.py --self-test   plant violations in a temporary tree and expect each to be found

SwiftPM lets a target import a module that it reaches only through somebody else's dependency, so Package.swift alone
keeps no layer clean. Every import statement in Sources/ is read (with access levels, attributes, `import struct X.Y`
and both sides of every `#if`) and held against the table LAYERS below, and against the dependencies that the target
declares. Package.swift itself, the folders, the length of files, the links in documents and paths of somebody's machine
are checked as well.
"""

import argparse
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

# ---------------------------------------------------------------------------------------------------------------------
# The rules

LIBC = {"Glibc", "Musl", "Darwin", "Bionic"}
STDLIB = {"Swift"}
CONCURRENCY = {"Synchronization"}  # comes with the standard library: atomics and Mutex
FOUNDATION = {"Foundation", "FoundationEssentials"}
NIO = {"NIOCore", "NIOPosix", "NIOSSL", "NIOConcurrencyHelpers", "NIOTLS"}
# Modules that a product's own interface hands out: whoever lists the product may import them.
HANDED_OUT = {"HTTPTypes": "Hummingbird", "HummingbirdCore": "Hummingbird", "GRDBSQLite": "GRDB"}
TOOLCHAIN = LIBC | STDLIB | CONCURRENCY | FOUNDATION | {"Dispatch", "Runtime", "Testing", "_Concurrency"}


@dataclass(frozen=True)
class Layer:
    """What the targets under one folder of Sources/ may import."""

    folder: str  # below Sources/; one target of a layer may have an entry of its own, the longest folder wins
    says: str  # the rule in words
    layers: tuple = ()  # folders whose modules may be imported
    modules: frozenset = frozenset()  # single modules beyond those
    may_import_all_but: frozenset | None = None  # for the executables: everything but these


def layer(folder, says, layers=(), modules=frozenset()):
    return Layer(folder, says, tuple(layers), frozenset(modules))


LAYERS = [
    layer("Domain", "Domain imports the standard library and Domain only", ["Domain"], CONCURRENCY),
    layer(
        "Wire",
        "Wire turns bytes into values without I/O: it imports Domain, Wire, the standard and the C library only",
        ["Domain", "Wire", "Data"],
        LIBC | CONCURRENCY,
    ),
    layer("Data", "Data is embedded data: it imports nothing"),
    layer(
        "Telemetry",
        "Telemetry is usable alone by any Swift server: it imports nothing else of this package but zlib's module",
        ["Telemetry", "Wire/CZlib"],
        LIBC
        | CONCURRENCY
        | FOUNDATION
        | NIO
        | {
            "AsyncHTTPClient",
            "CoreMetrics",
            "Instrumentation",
            "Logging",
            "Metrics",
            "NIOHTTP1",
            "ServiceContextModule",
            "ServiceLifecycle",
            "SwiftProtobuf",
            "Tracing",
        },
    ),
    layer(
        "Telemetry/PrometheusExposition",
        "PrometheusExposition is pure: it imports the standard library, the C library and gzip only",
        ["Telemetry/GzipEncoding"],
        LIBC | CONCURRENCY,
    ),
    layer(
        "Telemetry/PrometheusHummingbird",
        "PrometheusHummingbird is the exposition as a route of Hummingbird",
        ["Telemetry/PrometheusExposition"],
        {"HTTPTypes", "Hummingbird", "HummingbirdCore", "NIOCore"},
    ),
    layer("Telemetry/WireText", "WireText is pure: bytes and values, and needs nothing", [], set()),
    layer(
        "Telemetry/StackTraces",
        "StackTraces is usable alone: the C target beside it and the toolchain's Runtime",
        ["Telemetry/CStackTraces"],
        LIBC | CONCURRENCY | FOUNDATION | {"Runtime"},
    ),
    layer(
        "Telemetry/SentryProtocol",
        "SentryProtocol is pure: values and bytes, no I/O",
        ["Telemetry/WireText"],
        LIBC | CONCURRENCY | FOUNDATION,
    ),
    layer(
        "Telemetry/SentryHummingbird",
        "SentryHummingbird is the client as a middleware of Hummingbird",
        ["Telemetry/SentryClient", "Telemetry/SentryProtocol"],
        LIBC
        | CONCURRENCY
        | FOUNDATION
        | {"HTTPTypes", "Hummingbird", "HummingbirdCore", "Instrumentation", "Logging", "NIOCore", "Tracing"},
    ),
    layer("Storage/Ledger", "The ledger's ports import Domain and the standard library only", ["Domain"], CONCURRENCY),
    layer("Storage/LedgerConformance", "The ledger's conformance suite knows the ports and Domain only",
          ["Domain", "Storage/Ledger"], CONCURRENCY),
    layer(
        "Storage/LedgerSQLite",
        "LedgerSQLite is an adapter: it imports the ledger's ports, Domain and GRDB, never another adapter",
        ["Domain", "Storage/Ledger"],
        LIBC | CONCURRENCY | FOUNDATION | {"GRDB", "GRDBSQLite", "Dispatch"},
    ),
    layer("Storage/RESP", "RESP is a pure codec: it imports the standard library only"),
    layer(
        "Storage/RedisClient",
        "RedisClient is usable alone: it imports RESP and NIO only",
        ["Storage/RESP"],
        LIBC | CONCURRENCY | NIO,
    ),
    layer(
        "Storage/LedgerRedis",
        "LedgerRedis is an adapter: it imports the ledger's ports, Domain and the Redis client, never another adapter",
        ["Domain", "Storage/Ledger", "Storage/RESP", "Storage/RedisClient"],
        LIBC | CONCURRENCY | FOUNDATION,
    ),
    layer(
        "Storage/PolicySQLite",
        "PolicySQLite is an adapter: it imports the ports, Domain and GRDB, never another adapter",
        ["Domain", "Storage/Ledger"],
        LIBC | CONCURRENCY | FOUNDATION | {"GRDB"},
    ),
    layer(
        "Policy",
        "Policy is keys, budgets and alerts in force: it imports Domain, ports and what alerts are sent with",
        ["Domain", "Gateway", "Storage/Ledger"],
        LIBC | CONCURRENCY | {"AsyncHTTPClient", "Crypto", "Logging", "NIOCore", "NIOHTTP1", "ServiceLifecycle"},
    ),
    layer(
        "Gateway",
        "The Gateway knows its ports, Domain, Wire and NIO; no metrics, spans, logs, HTTP framework or database",
        ["Domain", "Wire", "Storage/Ledger"],
        LIBC | CONCURRENCY | NIO,
    ),
    layer(
        "Observability",
        "Observability renders events: it imports ports, Domain and Telemetry, never an adapter or a plane's framework",
        ["Domain", "Gateway", "Storage/Ledger", "Telemetry"],
        LIBC | CONCURRENCY | {"CoreMetrics", "Instrumentation", "Logging", "Metrics", "ServiceLifecycle", "Tracing"},
    ),
    layer(
        "Observability/GatewayTracing",
        "GatewayTracing renders events as Observability does, and reads what they say in the Dialects' words",
        ["Domain", "Gateway", "Storage/Ledger", "Telemetry", "Wire/Dialects"],
        LIBC | CONCURRENCY | {"CoreMetrics", "Instrumentation", "Logging", "Metrics", "ServiceLifecycle", "Tracing"},
    ),
    layer(
        "ControlPlane",
        "The ControlPlane knows the ledger's ports, Domain, Telemetry and Hummingbird; not the Gateway, not an adapter",
        ["Domain", "Storage/Ledger", "Telemetry"],
        LIBC
        | CONCURRENCY
        | FOUNDATION
        | {"HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore", "NIOPosix", "ServiceLifecycle"},
    ),
    layer(
        "Settings",
        "Settings are values, checked: they import Domain, the dialects' names and configuration packages; nothing that runs",
        ["Domain", "Wire/Dialects"],
        LIBC | FOUNDATION | {"Configuration", "SystemPackage", "Yams"},
    ),
    layer(
        "Simulation",
        "The simulator shares no code with what it is used to test",
        ["Wire/CZlib"],
        LIBC | CONCURRENCY | FOUNDATION | NIO | {"Dispatch", "Logging", "NIOHTTP1"},
    ),
    Layer(
        "Executables",
        "Executables parse and compose: technologies stay behind the targets that adapt them",
        may_import_all_but=frozenset({"GRDB", "Hummingbird", "HummingbirdCore", "Yams", "CoreMetrics", "Metrics"}),
    ),
]

LONGEST_FILE = 500
LENGTH_NOTE = "Length:"
MACHINE_PATH = re.compile(r"(?<![\w.$}-])/(?:work|root|home/[a-z][\w.-]*|Users/[A-Za-z][\w.-]*)/")
TEXT_SUFFIXES = {".swift", ".py", ".sh", ".md", ".c", ".h", ".lua", ".json", ".yaml", ".yml", ".toml", ".modulemap", ""}


@dataclass(frozen=True, order=True)
class Violation:
    path: str
    line: int
    says: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.says}"


# ---------------------------------------------------------------------------------------------------------------------
# Reading Swift


def blank(source, keep_strings=False):
    """The source with comments (and string literals) replaced by spaces; positions and line ends stay."""
    out = list(source)
    end = len(source)

    def wipe(start, stop):
        for index in range(start, min(stop, end)):
            if out[index] != "\n":
                out[index] = " "

    def comment(at):
        """The end of the comment at `at`, or None when there is none. Block comments nest."""
        if source.startswith("//", at):
            stop = source.find("\n", at)
            return end if stop < 0 else stop
        if not source.startswith("/*", at):
            return None
        depth, index = 0, at
        while index < end:
            if source.startswith("/*", index):
                depth, index = depth + 1, index + 2
            elif source.startswith("*/", index):
                depth, index = depth - 1, index + 2
                if depth == 0:
                    return index
            else:
                index += 1
        return end

    def string(at):
        """The end of the string literal at `at`, or None. Follows interpolations; a plain one ends with its line."""
        opening = re.compile(r'(#*)("""|")').match(source, at)
        if not opening:
            return None
        hashes, quote = opening.groups()
        closing, escape = quote + hashes, "\\" + hashes
        index = opening.end()
        while index < end:
            if source.startswith(closing, index):
                return index + len(closing)
            if source.startswith(escape + "(", index):
                index = interpolation(index + len(escape) + 1)
            elif source.startswith(escape, index):
                index += len(escape) + 1
            elif source[index] == "\n" and quote == '"':
                return index
            else:
                index += 1
        return end

    def interpolation(at):
        depth, index = 1, at
        while index < end and depth:
            stop = string(index)
            if stop is not None:
                index = stop
                continue
            depth += {"(": 1, ")": -1}.get(source[index], 0)
            index += 1
        return index

    index = 0
    while index < end:
        stop = comment(index)
        if stop is not None:
            wipe(index, stop)
            index = stop
            continue
        stop = string(index)
        if stop is not None:
            if not keep_strings:
                wipe(index, stop)
            index = stop
            continue
        index += 1
    return "".join(out)


IMPORT = re.compile(
    r"(?:^|;)[ \t]*"
    r"(?P<attributes>(?:@\w+(?:\([^)]*\))?\s+)*)"
    r"(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+"
    r"(?:(?:typealias|struct|class|enum|protocol|let|var|func)\s+)?"
    r"`?(?P<module>[A-Za-z_]\w*)",
    re.MULTILINE,
)
CAN_IMPORT = re.compile(r"\bcanImport\s*\(\s*`?(?P<module>[A-Za-z_]\w*)")


def imports(source):
    """(line, module, attributes) of every import statement and every `canImport`."""
    code = blank(source)
    for pattern in (IMPORT, CAN_IMPORT):
        for match in pattern.finditer(code):
            line = code.count("\n", 0, match.start("module")) + 1
            yield line, match.group("module"), match.groupdict().get("attributes") or ""


# ---------------------------------------------------------------------------------------------------------------------
# Reading Package.swift


@dataclass
class Target:
    name: str
    path: str
    dependencies: dict  # module -> line
    line: int
    is_test: bool


def closing_parenthesis(code, at):
    depth = 0
    for index in range(at, len(code)):
        depth += {"(": 1, ")": -1}.get(code[index], 0)
        if depth == 0:
            return index
    return len(code)


def targets(manifest):
    """The targets that Package.swift declares: by `layer(…)`, `tests(…)`, `.target(…)`, `.executableTarget(…)`, …"""
    code = blank(manifest, keep_strings=True)
    products = {
        match.group(1): match.group(2)
        for match in re.finditer(r'let\s+(\w+)\s*=\s*Target\.Dependency\.product\(\s*name:\s*"([^"]+)"', code)
    }
    start = code.find("targets: [")
    for match in re.compile(r"(?<![\w])(layer|tests|\.\w*[tT]arget|\.systemLibrary)\(").finditer(code, max(start, 0)):
        kind = match.group(1)
        stop = closing_parenthesis(code, match.end() - 1)
        call, line = code[match.end() : stop], code.count("\n", 0, match.start()) + 1
        strings = re.findall(r'"([^"]*)"', call)
        if kind in ("layer", "tests"):
            if len(strings) < (2 if kind == "layer" else 1):
                continue
            name = strings[1] if kind == "layer" else strings[0] + "Tests"
            path = f"Tests/{name}" if kind == "tests" else "/".join(filter(None, ["Sources", strings[0], name]))
            listed = re.split(r"\bexclude:", call[call.find("[") :] if "[" in call else "")[0]
        else:
            named = re.search(r'name:\s*"([^"]+)"', call)
            if not named:
                continue
            name = named.group(1)
            placed = re.search(r'\bpath:\s*"([^"]+)"', call)
            path = placed.group(1) if placed else f"{'Tests' if kind == '.testTarget' else 'Sources'}/{name}"
            listing = re.search(r"dependencies:\s*(\[[^\]]*\])", call)
            listed = listing.group(1) if listing else ""
        dependencies = {}
        for item in re.finditer(r'\.product\(\s*name:\s*"([^"]+)"[^)]*\)|"([^"]+)"|\b([a-z]\w*)\b', listed):
            module = item.group(1) or item.group(2) or products.get(item.group(3))
            if module:
                at = match.end() + call.find(listed) + item.start()
                dependencies.setdefault(module, code.count("\n", 0, at) + 1)
        yield Target(name, path, dependencies, line, kind in ("tests", ".testTarget"))


# ---------------------------------------------------------------------------------------------------------------------
# Checking


def rule_of(path):
    """The layer that a target's folder belongs to: the entry with the longest folder that contains it."""
    below = path.removeprefix("Sources/")
    found = [each for each in LAYERS if below == each.folder or below.startswith(each.folder + "/")]
    return max(found, key=lambda each: len(each.folder), default=None)


def is_allowed(rule, module, folders):
    """Whether a target under `rule` may import `module`; `folders` maps this package's modules to their folders."""
    if rule.may_import_all_but is not None:
        return module not in rule.may_import_all_but
    if module in STDLIB or module in rule.modules:
        return True
    folder = folders.get(module)
    return folder is not None and any(folder == each or folder.startswith(each + "/") for each in rule.layers)


def check_manifest(declared, root):
    found = []
    if not declared:
        return [Violation("Package.swift", 1, "no target could be read from Package.swift")]
    folders = {each.name: each.path.removeprefix("Sources/") for each in declared if not each.is_test}
    for target in declared:
        if not (root / target.path).is_dir():
            found.append(Violation("Package.swift", target.line, f"{target.name}: there is no folder {target.path}"))
        if target.is_test:
            continue
        rule = rule_of(target.path)
        if rule is None or not target.path.startswith("Sources/"):
            says = f"{target.name}: {target.path} belongs to no layer (Scripts/check-layers.py, LAYERS)"
            found.append(Violation("Package.swift", target.line, says))
            continue
        if target.path.rsplit("/", 1)[-1] != target.name:
            says = f"{target.name}: the folder {target.path} does not carry the target's name"
            found.append(Violation("Package.swift", target.line, says))
        for module, line in target.dependencies.items():
            if not is_allowed(rule, module, folders):
                found.append(Violation("Package.swift", line, f"{target.name} depends on {module}. {rule.says}"))
    return found


def check_sources(declared, root):
    found = []
    own = [each for each in declared if not each.is_test]
    folders = {each.name: each.path.removeprefix("Sources/") for each in own}
    for file in sorted((root / "Sources").rglob("*.swift")):
        path = file.relative_to(root).as_posix()
        holders = [each for each in own if path.startswith(each.path + "/")]
        if len(holders) != 1:
            found.append(Violation(path, 1, f"belongs to {len(holders)} targets of Package.swift instead of one"))
            continue
        target, rule = holders[0], rule_of(holders[0].path)
        if rule is None:
            continue
        for line, module, attributes in imports(file.read_text(encoding="utf-8")):
            if module == target.name:
                continue
            if not is_allowed(rule, module, folders):
                found.append(Violation(path, line, f"{target.name} imports {module}. {rule.says}"))
            elif module not in TOOLCHAIN and HANDED_OUT.get(module, module) not in target.dependencies:
                says = f"{target.name} imports {module}, which Package.swift does not list among its dependencies"
                found.append(Violation(path, line, says))
            if "@_exported" in attributes:
                found.append(Violation(path, line, f"@_exported hands {module} on to whoever imports {target.name}"))
            if "@testable" in attributes:
                found.append(Violation(path, line, "@testable has no place outside tests"))
    return found


def check_tests(declared, root):
    found = []
    folders = tuple(each.path + "/" for each in declared if each.is_test)
    for file in sorted((root / "Tests").rglob("*.swift")):
        path = file.relative_to(root).as_posix()
        if not path.startswith(folders):
            found.append(Violation(path, 1, "belongs to no test target of Package.swift, so it never runs"))
        for line, module, attributes in imports(file.read_text(encoding="utf-8")):
            if "@testable" in attributes:
                says = f"@testable import {module}: tests use the public face, or `package` access as a seam"
                found.append(Violation(path, line, says))
    return found


def check_lengths(root):
    found = []
    for folder in ("Sources", "Tests"):
        for file in sorted((root / folder).rglob("*.swift")):
            if "Generated" in file.parts:
                continue
            lines = file.read_text(encoding="utf-8").splitlines()
            if len(lines) <= LONGEST_FILE:
                continue
            header = []
            for line in lines:
                if line.strip() and not line.lstrip().startswith(("//", "/*", "*", "import ", "public import ")):
                    break
                header.append(line)
            if not any(LENGTH_NOTE in line for line in header):
                says = f"{len(lines)} lines: split it, or say why not in its header (`// {LENGTH_NOTE} …`)"
                found.append(Violation(file.relative_to(root).as_posix(), 1, says))
    return found


def check_paths(root):
    found = []
    skipped = {".git", ".build", ".build-tsan", ".build-fuzzing", ".swiftpm", "tollgate-data", "__pycache__", ".venv"}
    skipped |= {"node_modules", ".pytest_cache"}
    for file in sorted(root.rglob("*")):
        below = file.relative_to(root)
        if skipped.intersection(below.parts) or file.is_symlink() or not file.is_file():
            continue
        if file.suffix not in TEXT_SUFFIXES or file.stat().st_size > 2_000_000:
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            match = MACHINE_PATH.search(line)
            if match:
                found.append(Violation(below.as_posix(), number, f"a path of somebody's machine: {match.group(0)}…"))
    return found


LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


def check_links(root):
    """Links between files of the tree, in its documents: what they point to is there."""
    found = []
    documents = [*root.glob("*.md"), *root.glob("Fuzzing/*.md")]
    documents += [*(root / "docs").rglob("*.md"), *(root / "Benchmarks").rglob("*.md")]
    for file in sorted(documents):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            for match in LINK.finditer(line):
                if not (file.parent / match.group(1)).exists():
                    says = f"links to {match.group(1)}, which is not there"
                    found.append(Violation(file.relative_to(root).as_posix(), number, says))
    return found


def check(root):
    manifest = root / "Package.swift"
    declared = list(targets(manifest.read_text(encoding="utf-8"))) if manifest.is_file() else []
    return sorted(
        set(
            check_manifest(declared, root)
            + check_sources(declared, root)
            + check_tests(declared, root)
            + check_lengths(root)
            + check_paths(root)
            + check_links(root)
        )
    )


# ---------------------------------------------------------------------------------------------------------------------
# The self-test: a small tree that is clean, and one violation at a time on top of it

CLEAN_MANIFEST = """// swift-tools-version: 6.2
import PackageDescription
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
func layer(_ folder: String, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\\(folder)/\\(name)")
}
let package = Package(
    name: "planted",
    targets: [
        layer("Domain", "Money"),  // layer("Domain", "NotThere")
        layer("Domain", "Usage", ["Money"]),
        layer("Wire", "Dialects", ["Money"]),
        layer("Telemetry", "PrometheusExposition"),
        layer("Storage", "Ledger", ["Money"]),
        layer("Storage", "LedgerSQLite", ["Ledger", "Money", grdb]),
        layer("", "Gateway", ["Money", "Dialects", "Ledger", nioCore]),
        .target(name: "Settings", dependencies: ["Money"], path: "Sources/Settings"),
        layer("Simulation", "ProviderSimulator", [nioCore]),
        .executableTarget(name: "tollgate", dependencies: ["Gateway"], path: "Sources/Executables/tollgate"),
        .testTarget(name: "MoneyTests", dependencies: ["Money"], path: "Tests/MoneyTests"),
    ]
)
"""

CLEAN_FILES = {
    "Sources/Domain/Money/NanoUSD.swift": '''// import Foundation
/* import NIOCore /* import Logging */
import Metrics
*/
public struct NanoUSD {
    let importance = 1
    let text = """
        import Foundation
        """
    let raw = #"""
    import Foundation \\#("a" + """
    import Glibc
    """)
    """#
    let plain = "a \\("nested /* not a comment") b"; let more = 1
}
''',
    "Sources/Domain/Usage/Usage.swift": "public import Money\nimport struct Money.NanoUSD\n",
    "Sources/Wire/Dialects/Scan.swift": "#if canImport(Glibc)\nimport Glibc\n#else\nimport Darwin\n#endif\nimport Money\n",
    "Sources/Telemetry/PrometheusExposition/Registry.swift": "import Synchronization\n",
    "Sources/Storage/Ledger/Ledger.swift": "public import Money\n",
    "Sources/Storage/LedgerSQLite/Store.swift": "import GRDB\nimport Foundation\npublic import Ledger\n",
    "Sources/Gateway/Gateway.swift": "public import NIOCore; import Ledger\n",
    "Sources/Settings/Settings.swift": "import Foundation\nimport Money\n",
    "Sources/Simulation/ProviderSimulator/Simulator.swift": "import NIOCore\n",
    "Sources/Executables/tollgate/main.swift": "import Gateway\n",
    "Tests/MoneyTests/MoneyTests.swift": "import Money\nimport Testing\n",
    "docs/architecture.md": "In /var/lib/tollgate/, https://example.org/home/anna/x, [m](../Package.swift#L1).\n",
}

LONG = "// One line.\n" * 2 + "let a = 1\n" * LONGEST_FILE
DOMAIN = "Sources/Domain/Money/Planted.swift"

# what | file | its text, or (old, new) to replace in the clean one | where | part of the message
PLANTED = [
    ("Foundation in Domain", DOMAIN, "import Foundation\n", f"{DOMAIN}:1", "Domain imports the standard library"),
    ("the C library in Domain", DOMAIN, "\n\nimport Glibc\n", f"{DOMAIN}:3", "imports Glibc"),
    ("NIO in Domain", DOMAIN, "public import NIOCore\n", f"{DOMAIN}:1", "imports NIOCore"),
    ("Logging in Domain", DOMAIN, "internal import Logging\n", f"{DOMAIN}:1", "imports Logging"),
    ("Metrics in Domain", DOMAIN, "package import Metrics\n", f"{DOMAIN}:1", "imports Metrics"),
    ("Tracing in Domain", DOMAIN, "import Tracing\n", f"{DOMAIN}:1", "imports Tracing"),
    ("one declaration only", DOMAIN, "import struct Foundation.Date\n", f"{DOMAIN}:1", "imports Foundation"),
    ("a submodule", DOMAIN, "import Foundation.NSDate\n", f"{DOMAIN}:1", "imports Foundation"),
    ("an attribute", DOMAIN, "@preconcurrency import Foundation\n", f"{DOMAIN}:1", "imports Foundation"),
    ("an attribute on its own line", DOMAIN, "@_exported\nimport Foundation\n", f"{DOMAIN}:2", "imports Foundation"),
    ("an attribute with an argument", DOMAIN, "@_spi(Inner) public import NIOCore\n", f"{DOMAIN}:1", "imports NIOCore"),
    ("backticks", DOMAIN, "import `Foundation`\n", f"{DOMAIN}:1", "imports Foundation"),
    ("after a semicolon", DOMAIN, "import Swift; import Foundation\n", f"{DOMAIN}:1", "imports Foundation"),
    ("after a comment", DOMAIN, "/* why */ import Foundation\n", f"{DOMAIN}:1", "imports Foundation"),
    ("after a string with a quote", DOMAIN, 'let a = "\\""\nimport Foundation\n', f"{DOMAIN}:2", "imports Foundation"),
    ("inside #if", DOMAIN, "#if os(Linux)\nimport Foundation\n#endif\n", f"{DOMAIN}:2", "imports Foundation"),
    ("canImport alone", DOMAIN, "#if canImport(Foundation)\n#endif\n", f"{DOMAIN}:1", "imports Foundation"),
    ("Wire from Domain", DOMAIN, "import Dialects\n", f"{DOMAIN}:1", "imports Dialects"),
    ("undeclared neighbour", DOMAIN, "import Usage\n", f"{DOMAIN}:1", "does not list"),
    ("handing on", "Sources/Domain/Usage/X.swift", "@_exported import Money\n", "Sources/Domain/Usage/X.swift:1", "@_exported"),
    ("Foundation in Wire", "Sources/Wire/Dialects/X.swift", "import Foundation\n", "Sources/Wire/Dialects/X.swift:1", "without I/O"),
    ("NIO in Wire", "Sources/Wire/Dialects/X.swift", "import NIOCore\n", "Sources/Wire/Dialects/X.swift:1", "without I/O"),
    ("Domain in Telemetry", "Sources/Telemetry/PrometheusExposition/X.swift", "import Money\n",
     "Sources/Telemetry/PrometheusExposition/X.swift:1", "is pure"),
    ("GRDB in the port", "Sources/Storage/Ledger/X.swift", "import GRDB\n", "Sources/Storage/Ledger/X.swift:1", "ports import Domain and"),
    ("adapter to plane", "Sources/Storage/LedgerSQLite/X.swift", "import Gateway\n", "Sources/Storage/LedgerSQLite/X.swift:1", "is an adapter"),
    ("adapter in the Gateway", "Sources/Gateway/X.swift", "import LedgerSQLite\n", "Sources/Gateway/X.swift:1", "The Gateway knows"),
    ("exposition in the Gateway", "Sources/Gateway/X.swift", "import PrometheusExposition\n", "Sources/Gateway/X.swift:1", "The Gateway knows"),
    ("Hummingbird in the Gateway", "Sources/Gateway/X.swift", "import Hummingbird\n", "Sources/Gateway/X.swift:1", "The Gateway knows"),
    ("undeclared product", "Sources/Gateway/X.swift", "import NIOSSL\n", "Sources/Gateway/X.swift:1", "does not list"),
    ("the Gateway in Settings", "Sources/Settings/X.swift", "import Gateway\n", "Sources/Settings/X.swift:1", "nothing that runs"),
    ("tested code in the simulator", "Sources/Simulation/ProviderSimulator/X.swift", "import Dialects\n",
     "Sources/Simulation/ProviderSimulator/X.swift:1", "shares no code"),
    ("GRDB in the executable", "Sources/Executables/tollgate/X.swift", "import GRDB\n", "Sources/Executables/tollgate/X.swift:1", "stay behind"),
    ("@testable", "Tests/MoneyTests/X.swift", "@testable import Money\n", "Tests/MoneyTests/X.swift:1", "@testable"),
    ("tests that never run", "Tests/UsageTests/X.swift", "import Usage\n", "Tests/UsageTests/X.swift:1", "never runs"),
    ("a file outside targets", "Sources/Domain/Stray.swift", "let a = 1\n", "Sources/Domain/Stray.swift:1", "belongs to 0 targets"),
    ("a long file", "Sources/Gateway/Long.swift", LONG, "Sources/Gateway/Long.swift:1", "lines: split it"),
    ("a long file, justified too late", "Sources/Gateway/Long.swift", LONG + f"// {LENGTH_NOTE} late\n", "Sources/Gateway/Long.swift:1", "split it"),
    ("a machine path", "docs/x.md", "see\n/" + "home/anna/tollgate/README.md\n", "docs/x.md:2", "somebody's machine"),
    ("a machine path in code", "Scripts/x.sh", 'cd "/' + 'work/main"\n', "Scripts/x.sh:1", "somebody's machine"),
    ("a link to nothing", "docs/x.md", "[it](../README.md)\n", "docs/x.md:1", "links to ../README.md"),
    ("a forbidden dependency", "Package.swift", ('layer("Domain", "Money")', 'layer("Domain", "Money", [nioCore])'),
     "Package.swift:11", "Money depends on NIOCore"),
    ("an upward dependency", "Package.swift", ('"Ledger", ["Money"]', '"Ledger", ["Money", "Gateway"]'),
     "Package.swift:15", "Ledger depends on Gateway"),
    ("a folder that is not there", "Package.swift", ('layer("Domain", "Usage"', 'layer("Domain", "Use"'),
     "Package.swift:12", "there is no folder"),
    ("a target in the wrong layer", "Package.swift", ('layer("Domain", "Usage"', 'layer("Wire", "Usage"'),
     "Package.swift:12", "there is no folder Sources/Wire/Usage"),
    ("an unknown layer", "Package.swift", ('path: "Sources/Settings"', 'path: "Sources/Misc/Settings"'),
     "Package.swift:18", "belongs to no layer"),
    ("a folder with another name", "Package.swift", ('name: "Settings"', 'name: "Options"'), "Package.swift:18", "does not carry"),
    ("an unreadable manifest", "Package.swift", (CLEAN_MANIFEST, "let nothing = 1\n"), "Package.swift:1", "no target could be read"),
]


def plant(root, changes):
    files = {"Package.swift": CLEAN_MANIFEST, **CLEAN_FILES, **changes}
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def self_test():
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        justified = f"// {LENGTH_NOTE} one table, read as a whole.\n" + LONG
        root = Path(folder) / "clean"
        plant(root, {"Sources/Gateway/Long.swift": justified, "Sources/Gateway/Generated/Table.swift": LONG})
        failures += [f"a clean tree: {each}" for each in check(root)]
        for number, (what, path, text, place, part) in enumerate(PLANTED):
            root = Path(folder) / str(number)
            if isinstance(text, tuple):
                old, new = text
                if CLEAN_MANIFEST.count(old) != 1:
                    failures.append(f"{what}: the case does not apply to the clean manifest")
                text = CLEAN_MANIFEST.replace(old, new)
            plant(root, {path: text})
            found = [str(each) for each in check(root)]
            if not any(each.startswith(place + ":") and part in each for each in found):
                failures.append(f"{what}: expected '{place}: …{part}…', found {found or 'nothing'}")
    for each in failures:
        print(f"self-test: {each}", file=sys.stderr)
    print(f"check-layers: self-test, {len(PLANTED) + 1 - len(failures)} of {len(PLANTED) + 1} cases as expected")
    return 1 if failures else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--self-test", action="store_true", help="plant violations and expect each to be found")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the tree to check")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    found = check(options.root.resolve())
    for each in found:
        print(each, file=sys.stderr)
    files = sum(1 for _ in (options.root / "Sources").rglob("*.swift"))
    print(f"check-layers: {files} files, {len(found)} violation{'' if len(found) == 1 else 's'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
