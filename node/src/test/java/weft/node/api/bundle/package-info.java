/// Tests of bundles.
@NullMarked
package weft.node.api.bundle;

import org.jspecify.annotations.NullMarked;
