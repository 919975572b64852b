import Settings

/// The settings of a file's text and an environment.
func load(_ yaml: String = "", _ environment: [String: String] = [:], _ overrides: Overrides = Overrides()) throws
    -> Settings
{
    try Settings.load(environment: environment, yaml: yaml, overrides: overrides)
}

/// What is wrong with them; empty when nothing is.
func problems(_ yaml: String = "", _ environment: [String: String] = [:], _ overrides: Overrides = Overrides())
    -> [Problem]
{
    do throws(SettingsError) {
        _ = try Settings.load(environment: environment, yaml: yaml, overrides: overrides)
        return []
    } catch {
        return error.problems
    }
}
