package weft.cli.upgrade;

import picocli.CommandLine.Command;

/// `weft upgrade`.
@Command(
    name = "upgrade",
    description = "Announce an upgrade of a network's software, or show the one that was decided.",
    footer = {
      "",
      "Examples:",
      "  weft upgrade show",
      "  weft upgrade announce v2 --height 1200000 --data my-validator --hash"
          + " 0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    },
    subcommands = {UpgradeAnnounceCommand.class, UpgradeShowCommand.class})
public final class UpgradeCommand {}
