/// Tests of the feeds.
@NullMarked
package weft.node.feed;

import org.jspecify.annotations.NullMarked;
