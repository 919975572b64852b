import StackTraces
import Testing

@Suite struct NamesTests {
    @Test(
        arguments: [
            ("$s8tollgate6LedgerV3row2atS2i_tF", "tollgate"),
            ("$s8tollgate6settleyS2iYaFTY1_", "tollgate"),
            ("_$s8tollgate4mainyyF", "tollgate"),
            ("$sSayxSicigSi_Tg5", "Swift"),
            ("$ss17_assertionFailure__4file4line5flagss5NeverOs12StaticStringV_A2HSus6UInt32VtF", "Swift"),
            ("$sScTss5NeverORszABRs_rlE5sleep11nanosecondsys6UInt64V_tYaKFZ", "_Concurrency"),
            ("$s10Foundation4DataV5countSivg", "Foundation"),
            ("$s10Foundation4DataV8tollgateE3hexSSyF", "tollgate"),
            ("$sSS8tollgateE3hexSSyF", "tollgate"),
            ("$ss5SliceV8tollgateE3hexSSyF", "tollgate"),
            // Nobody's: thunks, C, C++; and what only looks like a name.
            ("$sIetH_yts5Error_pIegHrzo_TRTQ0_", nil),
            ("main", nil), ("_ZN5swift34runJobInEstablishedExecutorContextEPNS_3JobE", nil),
            ("", nil), ("$", nil), ("$s", nil), ("$s9", nil), ("$s99short", nil), ("$s0abc", nil),
            ("$s99999999999999999999999999x", nil), ("$sS", "Swift"), ("$sSc", "_Concurrency"),
        ] as [(String, String?)])
    func `the module is read out of a mangled name`(name: String, module: String?) {
        #expect(MangledName.module(of: name) == module)
    }

    @Test(
        arguments: [
            ("tollgate", "/src/Sources/tollgate/A.swift", "/opt/tollgate", false, true),
            ("tollgate", nil, nil, false, true),
            ("tollgate", nil, nil, true, false),
            (nil, "/src/Sources/C/a.c", "/opt/tollgate", false, false),
            ("Swift", nil, "/opt/tollgate", false, false),
            ("NIOPosix", "/src/.build/checkouts/swift-nio/Sources/NIOPosix/B.swift", "/opt/tollgate", false, false),
            ("Vendored", nil, "/usr/lib/libvendored.so", false, false),
            ("Mine", nil, "/usr/lib/libmine.so", true, true),
            ("Theirs", "/src/Sources/Theirs/A.swift", "/opt/tollgate", false, false),
        ] as [(String?, String?, String?, Bool, Bool)])
    func `a frame is the application's or not`(
        module: String?, file: String?, image: String?, isGenerated: Bool, isInApp: Bool
    ) {
        let rules = InAppRules(included: ["Mine"], excluded: ["Theirs"])
        #expect(rules.isInApp(module: module, file: file, image: image, isGenerated: isGenerated) == isInApp)
    }

    @Test(
        arguments: [
            ("b521f25fdeacf504eca83d97c7308e8fc11be729", "5ff221b5-acde-04f5-eca8-3d97c7308e8f"),
            ("B521F25FDEACF504ECA83D97C7308E8F", "5ff221b5-acde-04f5-eca8-3d97c7308e8f"),
            ("b521f25fdeacf504", nil), ("", nil), (nil, nil), ("zz21f25fdeacf504eca83d97c7308e8fc11be729", nil),
            ("ÄÖÜ1f25fdeacf504eca83d97c7308e8fc11be729", nil),
        ] as [(String?, String?)])
    func `a build id becomes a debug id`(build: String?, debug: String?) {
        #expect(LoadedImage(name: "tollgate", buildID: build).debugID == debug)
    }

    @Test(
        arguments: [
            ("/builds/app/Sources/App/Main.swift", "Sources/App/Main.swift"),
            ("/build/Sources/x/Tests/AppTests/A.swift", "Tests/AppTests/A.swift"),
            ("/tmp/main.swift", "main.swift"), ("main.swift", "main.swift"), ("/tmp/Sources", "Sources"), ("", nil),
        ] as [(String, String?)])
    func `a file is shown without where it was built`(file: String, short: String?) {
        #expect(StackFrame(address: 1, file: file).shortFile == short)
    }
}
