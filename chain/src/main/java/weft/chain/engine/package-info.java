/// The interface that every engine implements, and what an engine is given. May import every
/// package of this module.
@NullMarked
package weft.chain.engine;

import org.jspecify.annotations.NullMarked;
