/// Tests of the testkit, written as a rollup team would write its own.
@NullMarked
package weft.testkit;

import org.jspecify.annotations.NullMarked;
