/// Live streams inside the node: new blocks and changed statuses, to any number of bounded readers.
/// May import the floors below.
@NullMarked
package weft.node.feed;

import org.jspecify.annotations.NullMarked;
