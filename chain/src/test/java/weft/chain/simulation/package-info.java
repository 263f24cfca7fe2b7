/// The chain code of many validators in one thread on virtual time, driven by a seeded model of
/// what CometBFT promises to an application. May import every package of this module.
@NullMarked
package weft.chain.simulation;

import org.jspecify.annotations.NullMarked;
