/// Tests of the command line, in one process and as real processes.
@NullMarked
package weft.cli;

import org.jspecify.annotations.NullMarked;
