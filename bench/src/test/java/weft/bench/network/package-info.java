/// What a network did becomes figures, and a small network is really measured.
@NullMarked
package weft.bench.network;

import org.jspecify.annotations.NullMarked;
