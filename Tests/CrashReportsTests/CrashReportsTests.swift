import Testing

// The suites of CrashReports stand in files of their own.
