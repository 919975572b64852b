import Testing

// The suites of StackTraces stand in files of their own.
