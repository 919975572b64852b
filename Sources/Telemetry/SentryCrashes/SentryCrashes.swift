// The last process's crash, reported once.
