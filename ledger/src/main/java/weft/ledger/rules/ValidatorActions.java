package weft.ledger.rules;

import org.jspecify.annotations.Nullable;
import weft.ledger.parameter.ValidatorParameters;
import weft.ledger.state.CandidatesRecord;
import weft.ledger.state.DueChange;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorStatus;
import weft.ledger.validator.Registration;
import weft.ledger.validator.SetSelection;
import weft.primitives.Amount;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.validator.ConsensusKeyProof;

/// Joining and leaving the validators of a network, and what an operator may do in between.
final class ValidatorActions {
  private ValidatorActions() {}

  static @Nullable Refusal checkNetwork(ActionContext context) {
    return context.terms().chain().isNetwork()
        ? null
        : Refusal.of(
            RefusalCode.NOT_A_NETWORK,
            context.path(),
            "1 validator",
            "this chain has one validator for good");
  }

  /// The proofs come last: they take about a millisecond, everything else takes a hundredth.
  static @Nullable Refusal join(ActionContext context, Action.JoinValidators action) {
    Refusal refusal = checkNetwork(context);
    if (refusal == null) {
      refusal = checkNew(context, action);
    }
    if (refusal == null) {
      refusal = checkBond(context, action.bond(), "bond");
    }
    if (refusal == null) {
      refusal =
          new Charge(context.signer(), context.defaultAsset(), action.bond(), context.field("bond"))
              .takeFrom(context.state());
    }
    if (refusal == null) {
      refusal = checkProofs(context, action);
    }
    if (refusal == null) {
      Registration.add(
          context.state(),
          ValidatorRecord.joining(
              context.signer(), action.consensusKey(), action.blsKey(), action.bond()));
    }
    return refusal;
  }

  private static @Nullable Refusal checkNew(ActionContext context, Action.JoinValidators action) {
    StateReader state = context.reader();
    if (state.validatorOf(context.signer()).isPresent()) {
      return exists("body.account", context.signer() + " operates a validator already");
    }
    if (state.validator(action.consensusKey().consensusAddress()).isPresent()) {
      return exists(context.field("consensus_key"), "the consensus key is, or was, a validator's");
    }
    return state.isBlsKeyUsed(action.blsKey().bytes())
        ? exists(context.field("bls_key"), "the BLS key is, or was, a validator's")
        : null;
  }

  private static Refusal exists(String field, String message) {
    return Refusal.of(RefusalCode.VALIDATOR_EXISTS, field, "1 validator", message);
  }

  private static @Nullable Refusal checkBond(ActionContext context, Amount bond, String field) {
    ValidatorParameters parameters = ValidatorParameters.read(context.reader());
    Amount least = parameters.minBond().max(Amount.of(parameters.bondPerPower()));
    return bond.isLessThan(least)
        ? Refusal.of(
            RefusalCode.BOND_TOO_LOW,
            field.isEmpty() ? context.path() : context.field(field),
            "at least " + least + " " + context.defaultAsset(),
            "the bond is " + bond + " " + context.defaultAsset())
        : null;
  }

  private static @Nullable Refusal checkProofs(
      ActionContext context, Action.JoinValidators action) {
    long chainId = context.terms().chain().chainId();
    if (!ConsensusKeyProof.holds(
        action.consensusKey(), action.consensusProof(), chainId, context.signer())) {
      return Refusal.of(
          RefusalCode.KEY_NOT_PROVEN,
          context.field("consensus_proof"),
          "",
          "the consensus key did not sign for the operator " + context.signer());
    }
    return action.blsKey().isPossessed(action.possession())
        ? null
        : Refusal.of(
            RefusalCode.KEY_NOT_PROVEN,
            context.field("possession"),
            "",
            "the BLS key did not make this proof");
  }

  static @Nullable Refusal addBond(ActionContext context, Amount amount) {
    return switch (own(context)) {
      case Checked.Refused<ValidatorRecord>(Refusal refusal) -> refusal;
      case Checked.Ok<ValidatorRecord>(ValidatorRecord record) -> {
        Refusal refusal = checkStaying(context, record);
        if (refusal == null) {
          refusal =
              new Charge(context.signer(), context.defaultAsset(), amount, context.field("amount"))
                  .takeFrom(context.state());
        }
        if (refusal == null) {
          Registration.replace(context.state(), record.withBond(record.bond().plus(amount)));
        }
        yield refusal;
      }
    };
  }

  /// The height of the bond's return is booked now, so that it can never find its list full.
  static @Nullable Refusal leave(ActionContext context) {
    return switch (own(context)) {
      case Checked.Refused<ValidatorRecord>(Refusal refusal) -> refusal;
      case Checked.Ok<ValidatorRecord>(ValidatorRecord record) -> {
        Refusal refusal = checkNotLeaving(context, record);
        if (refusal == null) {
          refusal = checkOthers(context, record);
        }
        if (refusal == null) {
          long delay = ValidatorParameters.read(context.reader()).unbondingBlocks();
          refusal =
              Announcements.add(
                  context,
                  context.path(),
                  context.height() + delay,
                  new DueChange.ReturnValidatorBond(record.consensusAddress()));
        }
        if (refusal == null) {
          Registration.replace(context.state(), record.leaving());
        }
        yield refusal;
      }
    };
  }

  static @Nullable Refusal unjail(ActionContext context) {
    return switch (own(context)) {
      case Checked.Refused<ValidatorRecord>(Refusal refusal) -> refusal;
      case Checked.Ok<ValidatorRecord>(ValidatorRecord record) -> {
        Refusal refusal = checkJail(context, record);
        if (refusal == null) {
          refusal = checkBond(context, record.bond(), "");
        }
        if (refusal == null) {
          Registration.replace(context.state(), record.active());
          context
              .state()
              .downtime(context.reader().downtime().withoutJailing(record.consensusAddress()));
        }
        yield refusal;
      }
    };
  }

  private static Checked<ValidatorRecord> own(ActionContext context) {
    Refusal refusal = checkNetwork(context);
    if (refusal != null) {
      return Checked.refused(refusal);
    }
    return context
        .reader()
        .validatorOf(context.signer())
        .flatMap(context.reader()::validator)
        .map(Checked::ok)
        .orElseGet(
            () ->
                Checked.refused(
                    Refusal.of(
                        RefusalCode.VALIDATOR_NOT_FOUND,
                        "body.account",
                        "",
                        context.signer() + " operates no validator")));
  }

  private static @Nullable Refusal checkNotLeaving(ActionContext context, ValidatorRecord record) {
    return record.status() == ValidatorStatus.LEAVING
        ? Refusal.of(
            RefusalCode.VALIDATOR_LEAVING, context.path(), "", "the validator is leaving for good")
        : null;
  }

  private static @Nullable Refusal checkStaying(ActionContext context, ValidatorRecord record) {
    Refusal refusal = checkNotLeaving(context, record);
    return refusal == null && record.isTombstoned() ? misbehaved(context) : refusal;
  }

  private static @Nullable Refusal checkJail(ActionContext context, ValidatorRecord record) {
    if (record.status() != ValidatorStatus.JAILED) {
      return Refusal.of(
          RefusalCode.NOT_JAILED,
          context.path(),
          "",
          "the validator is " + record.status().id() + ", not jailed");
    }
    if (record.isTombstoned()) {
      return misbehaved(context);
    }
    return context.height() < record.jailedUntil()
        ? Refusal.of(
            RefusalCode.STILL_JAILED,
            context.path(),
            "height " + record.jailedUntil(),
            "the validator is in jail up to height " + (record.jailedUntil() - 1))
        : null;
  }

  private static Refusal misbehaved(ActionContext context) {
    return Refusal.of(
        RefusalCode.STILL_JAILED,
        context.path(),
        "",
        "the validator misbehaved and is jailed for good; it can only leave");
  }

  /// A validator that is in no set may always leave.
  private static @Nullable Refusal checkOthers(ActionContext context, ValidatorRecord record) {
    CandidatesRecord others = context.reader().candidates().without(record.consensusAddress());
    long perPower = ValidatorParameters.read(context.reader()).bondPerPower();
    boolean isAnotherThere =
        !others.candidates().isEmpty()
            && SetSelection.power(others.candidates().getFirst().bond(), perPower) > 0;
    return isAnotherThere || record.status() != ValidatorStatus.ACTIVE
        ? null
        : Refusal.of(
            RefusalCode.LAST_VALIDATOR,
            context.path(),
            "1 validator",
            "no other validator is active, and the chain would end");
  }
}
