import Testing

// The suites of GatewayErrors stand in files of their own.
