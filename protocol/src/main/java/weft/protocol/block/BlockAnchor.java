package weft.protocol.block;

/// What ties a block's lanes root and state root to those who vouch for it: the one validator of an
/// embedded engine, or more than two thirds of a network's; or that it stays without.
public sealed interface BlockAnchor permits SignedAnchor, AttestedAnchor, UnattestedAnchor {}
