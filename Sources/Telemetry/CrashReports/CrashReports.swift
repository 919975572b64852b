// What Swift's backtracer wrote about a crashed process, as values.
