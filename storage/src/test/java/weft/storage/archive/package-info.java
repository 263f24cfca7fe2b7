/// Tests of the archive of bids.
@NullMarked
package weft.storage.archive;

import org.jspecify.annotations.NullMarked;
