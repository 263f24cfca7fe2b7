/// Proof that a network holds: real nodes and real engines that are killed, stopped, wiped, cut off
/// and lied to. May import every module.
@NullMarked
package weft.network;

import org.jspecify.annotations.NullMarked;
