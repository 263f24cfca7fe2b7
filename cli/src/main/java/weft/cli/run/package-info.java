/// Running a reader's own rollup from its source. May import `weft.cli` and the JDK's compiler.
@NullMarked
package weft.cli.run;

import org.jspecify.annotations.NullMarked;
