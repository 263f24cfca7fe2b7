/// What a verifier answers. May import nothing of Weft.
@NullMarked
package weft.protocol.verdict;

import org.jspecify.annotations.NullMarked;
