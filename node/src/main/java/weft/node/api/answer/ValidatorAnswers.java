package weft.node.api.answer;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorSets;
import weft.node.api.NodeServices;
import weft.primitives.Bytes;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.validator.Validator;
import weft.protocol.validator.ValidatorSet;
import weft.storage.NodeStore;
import weft.storage.StoredValidatorChange;

/// The validators of a network.
public final class ValidatorAnswers {
  private final NodeServices services;
  private volatile @Nullable Attesting first;
  private volatile Known known = new Known(Bytes.EMPTY, Optional.empty());

  public ValidatorAnswers(NodeServices services) {
    this.services = services;
  }

  /// A set that was taken apart, which is costly, and its bytes.
  private record Known(Bytes encoded, Optional<ValidatorSet> set) {}

  /// Those who attest a block.
  ///
  /// @param height of the newest block, or 1 before there is one
  public record Attesting(long height, ValidatorSet set) {}

  /// A member of a set, with what the state says about it.
  public record Member(Validator validator, ValidatorRecord record) {
    private static Member of(Validator validator, StateReader state) {
      return new Member(
          validator,
          state
              .validator(validator.consensusAddress())
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "the state does not know the validator "
                              + validator.consensusAddress())));
    }
  }

  /// A set, with its members in order.
  public record Validators(Attesting attesting, List<Member> members) {
    public Validators {
      members = List.copyOf(members);
    }

    private static Validators of(Attesting attesting, StateReader state) {
      return new Validators(
          attesting,
          attesting.set().validators().stream().map(one -> Member.of(one, state)).toList());
    }
  }

  /// Those who attest the newest block; empty where the chain has one validator.
  public Optional<Attesting> attesting() {
    if (!services.genesis().isNetwork()) {
      return Optional.empty();
    }
    return Optional.of(services.store().atOneMoment(this::attesting));
  }

  private Attesting attesting(NodeStore.Moment moment) {
    return new Attesting(
        Math.max(1, moment.head().height()),
        lastSet(new StateReader(moment.state()).encodedValidatorSets()));
  }

  private Attesting first() {
    Attesting known = first;
    if (known == null) {
      known = new Attesting(1, services.genesis().firstValidators());
      first = known;
    }
    return known;
  }

  private ValidatorSet lastSet(Bytes encodedSets) {
    Bytes encoded = ValidatorSets.Encoded.split(encodedSets).last();
    Known before = known;
    if (before.set().isPresent() && before.encoded().equals(encoded)) {
      return before.set().get();
    }
    ValidatorSet set = ValidatorSet.decode(encoded);
    known = new Known(encoded, Optional.of(set));
    return set;
  }

  /// The members of a set.
  ///
  /// @param ofGenesis of that which the chain began with, instead of that which attests the newest
  ///   block
  public Checked<Validators> validators(boolean ofGenesis) {
    if (!services.genesis().isNetwork()) {
      return Checked.refused(noNetwork());
    }
    return Checked.ok(
        services
            .store()
            .atOneMoment(
                moment ->
                    Validators.of(
                        ofGenesis ? first() : attesting(moment), new StateReader(moment.state()))));
  }

  /// Changes of the set from a height on, ascending, as far as they are attested.
  ///
  /// @param fromHeight 0 = the earliest from which this node knows them
  public Checked<List<StoredValidatorChange>> changes(long fromHeight, int maxCount) {
    NodeStore store = services.store();
    long earliest = store.earliestValidatorChange();
    return fromHeight > 0 && fromHeight < earliest
        ? Checked.refused(beforeSnapshot(fromHeight, earliest))
        : Checked.ok(store.validatorChanges(fromHeight, maxCount));
  }

  private static Refusal beforeSnapshot(long fromHeight, long earliest) {
    return new Refusal(
        RefusalCode.HEIGHT_NOT_FOUND,
        "from_height",
        "at least " + earliest,
        "this node began with a snapshot and does not know how validators changed from height "
            + fromHeight
            + " on",
        "Ask a node that began with the first block, or begin with a trusted point of height "
            + earliest
            + " or later.",
        0,
        Optional.empty());
  }

  /// The newest height.
  public long height() {
    return services.store().head().height();
  }

  private static Refusal noNetwork() {
    return new Refusal(
        RefusalCode.NOT_FOUND,
        "",
        "",
        "this chain is no network: it has one validator",
        "Ask for the node's status, which names it.",
        0,
        Optional.empty());
  }
}
