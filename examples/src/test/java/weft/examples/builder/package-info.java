/// Tests of the builders.
@NullMarked
package weft.examples.builder;

import org.jspecify.annotations.NullMarked;
