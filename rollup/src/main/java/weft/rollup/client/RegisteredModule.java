package weft.rollup.client;

import weft.primitives.Address;
import weft.primitives.Hash32;

/// A module that mechanisms may name, by a node's word.
///
/// @param isSharing whether it can share what packages pay
/// @param isSelection whether it can select winners
/// @param bytes how long it is
/// @param height of the block that registered it
public record RegisteredModule(
    Hash32 module,
    boolean isSharing,
    boolean isSelection,
    int bytes,
    Address registrant,
    long height) {}
