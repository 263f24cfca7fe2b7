package weft.cli.transaction;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.Parse;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.SignatureScheme;

/// What every command that makes a transaction lets its user choose.
public final class TransactionOptions {
  @Option(
      names = "--max-fee",
      paramLabel = "AMOUNT",
      description =
          "The most this may cost, tip included, in the smallest units of the fee asset. Default:"
              + " the node's suggestion.")
  private @Nullable String maxFee;

  @Option(
      names = "--tip",
      paramLabel = "AMOUNT",
      description =
          "Paid to the proposer on top, in the smallest units of the fee asset. Default: the"
              + " node's suggestion, 0 while there is room.")
  private @Nullable String tip;

  @Option(
      names = "--fee-asset",
      paramLabel = "ASSET",
      description = "The asset that fees are paid in. Default: the chain's.")
  private @Nullable String feeAsset;

  @Option(
      names = "--sponsor",
      paramLabel = "ACCOUNT|dev:N",
      description = "The account whose sponsorship pays. Default: the signer pays.")
  private @Nullable String sponsor;

  @Option(
      names = "--channel",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The nonce channel; sequences of different channels are independent. Default: 0.")
  private long channel;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description =
          "The sequence in the channel, to replace a waiting transaction. Default: the next.")
  private @Nullable Long sequence;

  @Option(
      names = "--valid-for",
      paramLabel = "BLOCKS",
      defaultValue = "1000",
      description = "How many blocks from now on it may be included. Default: 1000 blocks.")
  private long validForBlocks;

  @Option(names = "--eip191", description = "Sign a readable text (EIP-191) instead of EIP-712.")
  private boolean eip191;

  @Option(
      names = "--sign-only",
      description = "Print the signed transaction in hexadecimal and do not send it.")
  private boolean signOnly;

  @Option(
      names = "--wait",
      negatable = true,
      description = "Wait until the transaction is in a block, or not (--no-wait).")
  private @Nullable Boolean wait;

  Optional<Amount> maxFee() {
    return amount("--max-fee", maxFee);
  }

  Optional<Amount> tip() {
    return amount("--tip", tip);
  }

  AssetId feeAsset(AssetId defaultAsset) {
    return feeAsset == null ? defaultAsset : Parse.asset("--fee-asset", feeAsset);
  }

  Optional<Address> sponsor() {
    return Optional.ofNullable(sponsor).map(text -> Parse.account("--sponsor", text));
  }

  long channel() {
    return channel;
  }

  Optional<Long> sequence() {
    return Optional.ofNullable(sequence);
  }

  long validForBlocks() {
    return validForBlocks;
  }

  SignatureScheme scheme() {
    return eip191 ? SignatureScheme.EIP191 : SignatureScheme.EIP712;
  }

  boolean signOnly() {
    return signOnly;
  }

  boolean waits(boolean byDefault) {
    return wait == null ? byDefault : wait;
  }

  private static Optional<Amount> amount(String option, @Nullable String text) {
    return Optional.ofNullable(text).map(digits -> Parse.amount(option, digits));
  }
}
