// The stack of the calling thread, taken cheaply; names and lines looked up later.
