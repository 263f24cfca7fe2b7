/// Tests of settings, keys and the genesis file.
@NullMarked
package weft.node.configuration;

import org.jspecify.annotations.NullMarked;
