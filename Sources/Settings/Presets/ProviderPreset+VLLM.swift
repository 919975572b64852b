import Dialects

extension ProviderPreset {
    /// vLLM on this machine: <https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html>.
    static let vllm = ProviderPreset(
        name: "vllm", flavor: .vllm, origin: "http://127.0.0.1:8000", keyVariables: ["VLLM_API_KEY"], injectsUsage: true
    )
}
