package weft.cli.bid;

import picocli.CommandLine.Command;

/// `weft bid`.
@Command(
    name = "bid",
    description = "Bid on the heads of lanes, and lock what bids are paid from.",
    footer = {
      "",
      "Examples:",
      "  weft bid bond 1_000_000 --key bidder.key",
      "  weft bid submit --payload amm-east=0x01ff --amount 5_000 --key bidder.key --wait",
      "  weft bid list --key bidder.key",
      "  weft bid unbond 1_000_000 --key bidder.key"
    },
    subcommands = {
      BidBondCommand.class,
      BidUnbondCommand.class,
      BidSubmitCommand.class,
      BidReplaceCommand.class,
      BidCancelCommand.class,
      BidListCommand.class
    })
public final class BidCommand {}
