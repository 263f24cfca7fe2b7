package weft.market.cats;

/// What reading a file gives: an auction, or a reason why not.
public sealed interface CatsReading permits CatsFile, CatsRefusal {}
