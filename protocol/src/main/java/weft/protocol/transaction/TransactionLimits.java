package weft.protocol.transaction;

/// The limits on a transaction's form. They never depend on state: what breaks them is refused by
/// every node at every height. Docs: docs/protocol/transactions.md.
public final class TransactionLimits {
  /// The longest signed envelope, in bytes: 1 MiB.
  public static final int MAX_TRANSACTION_BYTES = 1 << 20;

  /// The longest payload, in bytes: leaves 4 KiB for the rest of the transaction.
  public static final int MAX_PAYLOAD_BYTES = MAX_TRANSACTION_BYTES - (4 << 10);

  /// Actions per transaction.
  public static final int MAX_ACTIONS = 64;

  /// Payloads per transaction, over all its actions.
  public static final int MAX_PAYLOADS = 1024;

  /// Addresses in a rollup's list of submitters.
  public static final int MAX_SUBMITTERS = 256;

  /// Assets in a rollup's list of accepted fee assets.
  public static final int MAX_FEE_ASSETS = 16;

  /// Mechanisms that a rollup accepts.
  public static final int MAX_MECHANISMS = 8;

  /// Rollups in a rollup's list of partners, and in its list of exclusions.
  public static final int MAX_PARTNERS = 64;

  /// Reporters of a rollup.
  public static final int MAX_REPORTERS = 8;

  /// Rollups of a bid's package.
  public static final int MAX_BID_ROLLUPS = 8;

  /// Transactions that a bid names.
  public static final int MAX_BID_TRANSACTIONS = 16;

  /// Characters of a rollup's metadata URL.
  public static final int MAX_METADATA_URL_LENGTH = 256;

  /// Characters of a parameter's name.
  public static final int MAX_PARAMETER_NAME_LENGTH = 64;

  /// Characters of a parameter's value.
  public static final int MAX_PARAMETER_VALUE_LENGTH = 256;

  /// Characters of an upgrade's name.
  public static final int MAX_UPGRADE_NAME_LENGTH = 64;

  /// Actions per transaction that join the validators.
  public static final int MAX_JOINS = 1;

  /// The highest chain id: 2^53 - 1, the largest number that JSON tools and wallets keep exact.
  public static final long MAX_CHAIN_ID = (1L << 53) - 1;

  private TransactionLimits() {}
}
