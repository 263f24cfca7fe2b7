/// Tests of the stores, against a slow in-memory oracle.
@NullMarked
package weft.storage;

import org.jspecify.annotations.NullMarked;
