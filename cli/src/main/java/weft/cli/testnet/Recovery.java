package weft.cli.testnet;

/// How long nodes took to come back: from when they were started, continued or connected again,
/// until they were ready and had the newest block, one that was made since.
///
/// @param p50Ms half of them were faster
/// @param longestMs of all
record Recovery(long p50Ms, long longestMs) {}
