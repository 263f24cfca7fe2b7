package weft.cli.validator;

import picocli.CommandLine.Command;

/// `weft attestation`.
@Command(
    name = "attestation",
    description = "Show or follow who vouches for blocks, verified.",
    footer = {"", "Examples:", "  weft attestation show", "  weft attestation follow --count 10"},
    subcommands = {AttestationShowCommand.class, AttestationFollowCommand.class})
public final class AttestationCommand {}
