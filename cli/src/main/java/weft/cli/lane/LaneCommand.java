package weft.cli.lane;

import picocli.CommandLine.Command;

/// `weft lane`.
@Command(
    name = "lane",
    description = "Follow, show, prove and verify lanes.",
    footer = {
      "",
      "Examples:",
      "  weft lane follow my-rollup --from 1 --for 10s",
      "  weft lane prove my-rollup 1 --payload 0 --out proof.json",
      "  weft lane verify proof.json"
    },
    subcommands = {
      LaneFollowCommand.class,
      LaneShowCommand.class,
      LaneProveCommand.class,
      LaneVerifyCommand.class
    })
public final class LaneCommand {}
