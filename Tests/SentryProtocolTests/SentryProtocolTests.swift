import Testing

// The suites of SentryProtocol stand in files of their own.
