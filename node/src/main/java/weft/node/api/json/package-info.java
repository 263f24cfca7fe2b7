/// Wire messages as JSON, both ways, by their descriptors. May import `weft.primitives` and
/// `weft.protocol`.
@NullMarked
package weft.node.api.json;

import org.jspecify.annotations.NullMarked;
