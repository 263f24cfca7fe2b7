/// Running the engine: one CometBFT as a child process, its log, and whether it gets on. May import
/// the floors below, and the engine's files and program.
@NullMarked
package weft.engine.cometbft.process;

import org.jspecify.annotations.NullMarked;
