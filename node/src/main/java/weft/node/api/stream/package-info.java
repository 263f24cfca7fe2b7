/// Readers behind the public streams: history from a cursor, then live, without gap or duplicate.
/// May import the floors below, `weft.node.api`, `weft.node.api.answer` and `weft.node.feed`.
@NullMarked
package weft.node.api.stream;

import org.jspecify.annotations.NullMarked;
