package weft.node;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.primitives.Hash32;

/// The announced upgrades that this software executes: a release that changes the rules adds the
/// hash under which validators announce it, and any older one stops at its height.
public final class SoftwareUpgrades {
  public static final SortedSet<Hash32> KNOWN = Collections.unmodifiableSortedSet(new TreeSet<>());

  private SoftwareUpgrades() {}
}
