package weft.protocol.refusal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every stable reason for a refusal. The id (kebab-case of the name) never changes once published.
public enum RefusalCode {
  // Form
  MALFORMED("Send a serialized weft.v1.SignedTransaction; see docs/protocol/transactions.md."),
  UNKNOWN_FIELD("Remove the field, or use a node of the version that knows it."),
  INVALID_FIELD("Correct the field."),
  TRANSACTION_TOO_LARGE("Split the payloads over several transactions."),
  PAYLOAD_TOO_LARGE("Split the payload."),
  TOO_MANY_ACTIONS("Split the actions over several transactions."),
  TOO_MANY_PAYLOADS("Split the payloads over several transactions."),
  WRONG_CHAIN("Sign for the chain id that the node's status shows."),
  BAD_SIGNATURE("Sign the digest of docs/protocol/transactions.md with the account's key."),
  // Validity
  EXPIRED("Sign again with a later last height or last time."),
  VALIDITY_TOO_LONG("Sign again with an earlier last height."),
  NONCE_USED("Use the channel's next sequence; the account shows it."),
  NONCE_TOO_FAR("Send the sequences in between first, or use another channel."),
  TOO_MANY_CHANNELS("Use one of the account's open channels."),
  // Money
  FEE_ASSET_NOT_ACCEPTED("Pay in an asset that the chain and the rollup accept."),
  FEE_TOO_LOW("Raise the maximum fee."),
  INSUFFICIENT_FUNDS("Fund the account, or use a sponsor."),
  SPONSORSHIP_NOT_FOUND("Ask the sponsor to open a sponsorship for this rollup."),
  SPONSORSHIP_EXHAUSTED("Pay yourself, wait for a later block, or ask the sponsor to raise it."),
  SPONSORSHIP_NOT_APPLICABLE("Sponsor only submissions to one rollup, or pay yourself."),
  // Rollups
  ROLLUP_NOT_FOUND("Register the rollup first, or correct its name."),
  ROLLUP_CLOSED("Use another rollup: this one takes no more payloads."),
  SUBMITTER_NOT_ALLOWED("Ask the rollup's owner to add the account to its submitters."),
  GAS_LIMIT_REQUIRED("Declare a gas limit on every payload to this rollup."),
  GAS_LIMIT_NOT_ALLOWED("Set the gas limit to 0: this rollup has no gas dimension."),
  GAS_LIMIT_TOO_HIGH("Declare less gas than the lane's cap per block."),
  LANE_BYTES_TOO_HIGH("Send fewer bytes: this is over the lane's cap per block."),
  NAME_TAKEN("Choose another rollup name."),
  NOT_OWNER("Sign with the owner's key."),
  TERMS_INVALID("Correct the rollup's terms."),
  ACTIVATION_TOO_SOON("Announce the change for a later height."),
  CHANGE_PENDING("Wait until the announced change is active."),
  NOTHING_TO_CLAIM("Nothing: there is nothing to claim in this asset."),
  // Validators
  NOT_A_NETWORK("Use a chain with several validators: this one has one."),
  VALIDATOR_NOT_FOUND("Join the validators first, or sign with the operator's key."),
  VALIDATOR_EXISTS("Use keys that never were a validator's, and an account that operates none."),
  KEY_NOT_PROVEN("Prove the key as docs/protocol/validators.md says."),
  BOND_TOO_LOW("Bond at least the stated amount."),
  VALIDATOR_LEAVING("Wait for the bond, and join with other keys."),
  LAST_VALIDATOR("Wait until another validator is active."),
  NOT_JAILED("Nothing: the validator is not in jail."),
  STILL_JAILED("Wait for the stated height; a validator that misbehaved can only leave."),
  // Market
  NOT_IN_PACKAGE("Have a bid that names it win; or send it without only-in-package."),
  NOTHING_DEFERRED("Nothing: no part of what the head brought waits for a report; see the escrow."),
  NOT_REPORTER("Sign with the key of one of the rollup's reporters."),
  ALREADY_REPORTED("Nothing: a report counts once and stands."),
  BID_BOND_TOO_LOW("Bond more for bids, or ask for less; the account shows what is bonded."),
  MODULE_REFUSED("Change the module; docs/protocol/market.md lists what it may use."),
  MODULE_NOT_FOUND("Correct the id; a node lists the registered modules."),
  MODULE_EXISTS("Nothing: the module is registered; name it by its id."),
  TOO_MANY_MODULES("Name a registered module, or have governance raise market.max-modules."),
  NOT_SEALED("Seal the bid, and show it once the block with its seal is decided."),
  SEAL_UNKNOWN("Seal the bid first; if it is sealed, send it once a block has the seal."),
  SEAL_OPEN("Seal with another salt."),
  SEAL_TOO_LOW("Offer less, or seal again with a greater deposit."),
  TOO_MANY_SEALS("Show the bids that are sealed, or wait until their time is over."),
  // Governance
  NOT_GOVERNANCE("Sign with a governance key of the genesis, or with a validator's operator key."),
  PARAMETER_UNKNOWN("Use a parameter name of docs/protocol/parameters.md."),
  PARAMETER_OUT_OF_RANGE("Choose a value inside the parameter's range."),
  ALREADY_APPROVED("Nothing: this key has approved this change."),
  // Capacity
  REPLACEMENT_FEE_TOO_LOW("Raise the tip and maximum fee by the stated step."),
  MEMPOOL_FULL("Raise the tip, or retry later."),
  ACCOUNT_LIMIT("Wait until some of the account's transactions are included."),
  LANE_LIMIT("Raise the tip, or wait until some of the lane's transactions are included."),
  BLOCK_FULL("Wait for the next block."),
  EVICTED("Send again with a higher tip."),
  OVERLOADED("Retry after the stated time."),
  RATE_LIMITED("Slow down; retry after the stated time."),
  NODE_STOPPING("Retry, or use another node."),
  // Questions
  TRANSACTION_NOT_FOUND("Check the hash; final states are kept for a limited time."),
  HEIGHT_NOT_FOUND("Ask for a height between the node's earliest and latest."),
  LANE_BLOCK_NOT_FOUND("Ask for a lane height between the lane's earliest and latest."),
  NOT_ATTESTED("Retry after the stated time: the next block brings what is missing."),
  NOT_FOUND("Check the path against the node's OpenAPI document."),
  METHOD_NOT_ALLOWED("Use a method that the OpenAPI document names for this path."),
  SLOW_READER("Read faster; resume from your cursor."),
  TOO_MANY_STREAMS("Close a stream first."),
  // Requests
  MALFORMED_REQUEST("Correct the request; the node's OpenAPI document shows its form."),
  REQUEST_TOO_LARGE("Send less at once."),
  REQUEST_TIMEOUT("Send the request faster; it is safe to send it again."),
  UNSUPPORTED_MEDIA_TYPE("Use a content type that the OpenAPI document names for this path."),
  NODE_NOT_READY("Do what the message says, or use another node."),
  NODE_FAULT("Retry; if it stays, tell the node's operator."),
  // Replaced by its own account
  REPLACED("Nothing: a transaction with the same nonce and a higher fee took its place."),
  CANCELLED("Nothing: its account cancelled it.");

  private final String nextStep;

  RefusalCode(String nextStep) {
    this.nextStep = nextStep;
  }

  /// The stable name on the wire, such as `fee-too-low`.
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String nextStep() {
    return nextStep;
  }

  /// The code of an id; empty for an id that this version does not know.
  public static Optional<RefusalCode> ofId(String id) {
    return Arrays.stream(values()).filter(code -> code.id().equals(id)).findFirst();
  }
}
