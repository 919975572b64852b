import Foundation
import Pricing
import Usage

extension Settings {
    /// Reads the command line's `overrides`, the environment and the file that one of them names, and checks the whole.
    ///
    /// - Throws: every problem there is; nothing has been started or written then.
    public static func load(
        environment: [String: String], overrides: Overrides = Overrides()
    ) throws(SettingsError) -> Settings {
        let variable = environment["TOLLGATE_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = overrides.configFile ?? variable else {
            return try check(environment: environment, file: ConfigurationFile(), overrides: overrides)
        }
        let place = overrides.configFile == nil ? "TOLLGATE_CONFIG" : "--config"
        do {
            let yaml = try String(contentsOfFile: path, encoding: .utf8)
            return try check(
                environment: environment, file: ConfigurationFile(yaml: yaml, name: path), overrides: overrides)
        } catch let error as SettingsError {
            throw error
        } catch {
            throw SettingsError(problems: [unreadable(path, named: place)])
        }
    }

    /// Why nothing can be read from the file `path`.
    private static func unreadable(_ path: String, named place: String) -> Problem {
        let files = FileManager.default
        var isDirectory: ObjCBool = false
        if !files.fileExists(atPath: path, isDirectory: &isDirectory) {
            // Or it lies where this user may not look.
            return Problem(
                path: place, message: "There is no file '\(path)', or this user may not look into its directory.",
                fix: "Name a file that exists, by its path from here or from /.")
        }
        if isDirectory.boolValue {
            return Problem(path: place, message: "'\(path)' is a directory.", fix: "Name the YAML file in it.")
        }
        guard files.isReadableFile(atPath: path) else {
            return Problem(
                path: place, message: "This user may not read the file '\(path)'.",
                fix: "Give the user that runs tollgate the right to read it (chown, chmod).")
        }
        return Problem(
            path: place, message: "The file '\(path)' is not UTF-8 text.",
            fix: "Save it in UTF-8, or name the right file.")
    }

    /// The same, with the file's text given.
    public static func load(
        environment: [String: String], yaml: String, overrides: Overrides = Overrides()
    ) throws(SettingsError) -> Settings {
        try check(
            environment: environment, file: ConfigurationFile(yaml: yaml, name: "the configuration file"),
            overrides: overrides)
    }

    private static func check(
        environment: [String: String], file: ConfigurationFile, overrides: Overrides
    ) throws(SettingsError) -> Settings {
        var reader = SettingsReader(SettingsSources(overrides: overrides, environment: environment, file: file))
        reader.problems = file.problems
        var settings = Settings()
        settings.readGeneral(&reader)
        settings.readRedis(&reader)
        settings.readTracing(&reader)
        settings.readSentry(&reader)
        settings.readLimits(&reader)
        settings.readTimeouts(&reader)
        settings.readProviders(&reader, count: file.entryCounts["providers"] ?? 0)
        settings.readPrices(&reader, file)
        settings.readBudgets(&reader, count: file.entryCounts["budgets"] ?? 0)
        settings.refuseOpenDoors(&reader)
        settings.refuseUncertainUsers(&reader)
        settings.warnOfUnknownVariables(&reader, environment)
        guard reader.problems.isEmpty else { throw SettingsError(problems: reader.problems) }
        settings.warnings = reader.warnings
        settings.effective = reader.effective
        return settings
    }
}
