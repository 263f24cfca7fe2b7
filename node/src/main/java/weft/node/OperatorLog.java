package weft.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weft.chain.engine.EngineStatus;
import weft.chain.store.ChainHead;
import weft.ledger.genesis.Genesis;
import weft.ledger.state.UpgradeRecord;
import weft.primitives.Address;

/// Every line that a node writes for its operator, one method per event.
final class OperatorLog {
  private static final Logger LOG = LoggerFactory.getLogger("weft.node");

  private OperatorLog() {}

  static void started(Genesis genesis, ChainHead head, int httpPort, int grpcPort) {
    LOG.info(
        "started chain={} chainId={} height={} httpPort={} grpcPort={}",
        genesis.chainName(),
        genesis.chainId(),
        head.height(),
        httpPort,
        grpcPort);
  }

  /// A proposal that breaks a rule; the height goes on in the next round.
  static void rejected(long height, Address proposer, String rule, String reason) {
    LOG.warn(
        "proposal rejected height={} proposer={} rule={} reason=\"{}\"",
        height,
        proposer,
        rule,
        reason);
  }

  static void voteRefused(long height, Address validator, int extensionBytes) {
    LOG.warn(
        "vote refused height={} validator={} extensionBytes={}", height, validator, extensionBytes);
  }

  /// @param event a verb and `name={}` for each value
  static void snapshot(String event, Object... values) {
    LOG.info("snapshot " + event, values);
  }

  static void pruned(long earliestHeight) {
    LOG.info("pruned earliestHeight={}", earliestHeight);
  }

  /// A part beside the engine cannot go on, and so the node does not either.
  static void halted(String part, EngineStatus.Halted how, Throwable fault) {
    LOG.error(
        "halted part={} height={} reason=\"{}\" next=\"{}\"",
        part,
        how.height(),
        how.reason(),
        how.nextStep(),
        fault);
  }

  static void upgradeAnnounced(UpgradeRecord upgrade, boolean isKnown) {
    LOG.warn(
        "upgrade announced name=\"{}\" height={} hash={} isThisSoftware={}",
        upgrade.name(),
        upgrade.activationHeight(),
        upgrade.hash(),
        isKnown);
  }

  /// The next block needs other software.
  static void upgradeRequired(EngineStatus.Halted how) {
    LOG.error(
        "upgrade required height={} reason=\"{}\" next=\"{}\"",
        how.height(),
        how.reason(),
        how.nextStep());
  }

  /// Bids came in faster than the archive took them, or it could not be written.
  static void archiveDropped(long bids) {
    LOG.warn("archive dropped bids={}", bids);
  }

  /// The archive cannot be written; the chain goes on, and the archive is tried again.
  static void archiveFailed(Throwable cause) {
    LOG.error("archive failing reason=\"{}\"", cause.getMessage());
  }

  static void archiveWritesAgain(long droppedBids) {
    LOG.info("archive goes on dropped={}", droppedBids);
  }

  static void fault(String part, Throwable fault) {
    LOG.error(
        "fault part={} next=\"Look at the cause, repair it, and start the node again; nothing"
            + " acknowledged is lost\"",
        part,
        fault);
  }

  static void stopping() {
    LOG.info("stopping");
  }

  /// The last line: the store is closed, and its folder free.
  static void stopped(ChainHead head) {
    LOG.info("stopped height={}", head.height());
  }
}
