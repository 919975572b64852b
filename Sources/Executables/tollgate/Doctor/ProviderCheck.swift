import Dialects
import Foundation
import Settings
import Usage

/// Whether a provider can be reached and takes its key, told by its list of models, which costs nothing.
struct ProviderCheck {
    let provider: Settings.Provider

    /// The finding, and how far the provider's clock is ahead of this machine's, in seconds.
    func run() async -> (finding: Finding, clockAhead: Double?) {
        let name = provider.name.rawValue
        let host = provider.baseURL.host
        do {
            let answer = try await probe.ask()
            return (finding(of: answer), answer.clockAhead)
        } catch {
            let said = error.said(host: host, authorities: "providers[].tls_ca_file (TOLLGATE_\(variable)_TLS_CA_FILE)")
            return (.failure("provider", name, said.message, fix: said.fix), nil)
        }
    }

    private func finding(of answer: HTTPProbe.Answer) -> Finding {
        let name = provider.name.rawValue
        let place = "\(provider.baseURL.host) answered in \(answer.time)"
        switch answer.status {
        case 200..<300 where !answer.isJSON:
            return .warning(
                "provider", name,
                "\(place), but not in JSON: without a list of models the key was not tried.",
                fix:
                    "Look at what answers there (curl \(provider.baseURL)\(path)): a proxy's page, or a wrong base URL."
            )
        case 200..<300:
            return .ok("provider", name, provider.apiKey == nil ? "\(place)." : "\(place) and takes the key.")
        case 400 where answer.body.contains("API_KEY_INVALID") || answer.body.contains("API key not valid"):
            return refused(answer)
        case 401, 403:
            return provider.apiKey == nil
                ? .ok("provider", name, "\(place); callers bring their own keys.") : refused(answer)
        case 429:
            return .warning(
                "provider", name, "\(place), but with 429: too many requests, or no credit left.",
                fix: "Look at the limits and the credit of the account at the provider.")
        case 500...:
            return .failure(
                "provider", name, "\(place), but with \(answer.status).",
                fix: "Look at the provider's status page; if it says nothing, check the base URL.")
        case 300..<400:
            return .failure(
                "provider", name, "\(place) with a redirect (\(answer.status)), which the gateway does not follow.",
                fix: "Set TOLLGATE_\(variable)_BASE_URL to the API's own address.")
        default:
            return .warning(
                "provider", name,
                "\(place), but with \(answer.status) for \(path): without a list of models the key was not tried.",
                fix: "Nothing, if \(provider.baseURL) is right; else set TOLLGATE_\(variable)_BASE_URL.")
        }
    }

    private func refused(_ answer: HTTPProbe.Answer) -> Finding {
        .failure(
            "provider", provider.name.rawValue, "\(provider.baseURL.host) refuses the key (\(answer.status)).",
            fix: "Put a valid key of this provider into TOLLGATE_\(variable)_API_KEY, or providers[].api_key.")
    }

    /// As in the names of variables.
    private var variable: String {
        provider.name.rawValue.uppercased().replacingOccurrences(of: "-", with: "_")
    }

    private var probe: HTTPProbe {
        var probe = HTTPProbe(url: provider.baseURL.description + path)
        probe.authoritiesFile = provider.tlsCAFile
        let key = provider.apiKey?.reveal()
        switch provider.dialect {
        case .openai: probe.fields = key.map { [("Authorization", "Bearer \($0)")] } ?? []
        case .anthropic:
            probe.fields = [("anthropic-version", "2023-06-01")] + (key.map { [("x-api-key", $0)] } ?? [])
        case .gemini: probe.fields = key.map { [("x-goog-api-key", $0)] } ?? []
        case .azure: probe.fields = key.map { [("api-key", $0)] } ?? []
        }
        probe.fields.append(("User-Agent", "tollgate-doctor/\(Version.text)"))
        return probe
    }

    /// Where the list of models is, below the base URL.
    private var path: String {
        switch provider.dialect {
        case .anthropic: return "/v1/models"
        case .gemini: return "/v1beta/models"
        case .azure: return "/openai/models?api-version=2024-10-21"
        case .openai:
            if provider.flavor == .zai, !hasVersion { return "/api/paas/v4/models" }
            return provider.impliedPrefix + (hasVersion ? "/models" : "/v1/models")
        }
    }

    /// Whether the base URL ends with a version, so that it is not told again.
    private var hasVersion: Bool {
        guard let last = provider.baseURL.pathPrefix.split(separator: "/").last, last.first == "v" else { return false }
        return last.dropFirst().first?.isNumber == true
    }
}
