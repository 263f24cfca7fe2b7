/// Generators of domain objects for the tests of this and other modules, and tests across packages.
@NullMarked
package weft.protocol;

import org.jspecify.annotations.NullMarked;
