package weft.rollup.client;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import weft.protocol.block.BlockAnchor;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.wire.Attestation;
import weft.protocol.wire.GetValidatorChangesResponse;
import weft.protocol.wire.Validator;
import weft.protocol.wire.Validators;

/// Wire messages about a network's validators to records. Each method throws a `MalformedException`
/// that names the field.
public final class ValidatorReader {
  private ValidatorReader() {}

  static NetworkValidators validators(Validators wire) {
    return new NetworkValidators(
        WireFields.u64(wire.getHeight(), "height"),
        WireFields.hash(wire.getValidatorsHash(), "validators_hash"),
        WireFields.u64(wire.getTotalPower(), "total_power"),
        wire.getValidatorsList().stream().map(ValidatorReader::member).toList());
  }

  private static NetworkValidators.Member member(Validator wire) {
    return new NetworkValidators.Member(
        WireFields.address(wire.getOperator(), "operator"),
        WireFields.address(wire.getConsensusAddress(), "consensus_address"),
        WireFields.bytes(wire.getConsensusKey()),
        WireFields.bytes(wire.getBlsKey()),
        WireFields.u64(wire.getPower(), "power"),
        WireFields.amount(wire.getBond(), "bond"),
        wire.getStatus());
  }

  /// Changes as another interface than gRPC tells them.
  ///
  /// @param answer fills the wire form, or says why there is none
  public static Checked<List<ClaimedChange>> changes(
      Function<Message.Builder, Optional<Refusal>> answer) {
    GetValidatorChangesResponse.Builder wire = GetValidatorChangesResponse.newBuilder();
    return answer
        .apply(wire)
        .map(Checked::<List<ClaimedChange>>refused)
        .orElseGet(() -> Checked.ok(changes(wire.build())));
  }

  static List<ClaimedChange> changes(GetValidatorChangesResponse wire) {
    return wire.getChangesList().stream()
        .map(
            change ->
                new ClaimedChange(
                    LaneWire.attestedFromWire(change.getAnchor()),
                    ValidatorSet.decode(WireFields.bytes(change.getNextValidators()))))
        .toList();
  }

  /// An attestation as another interface than gRPC tells it.
  ///
  /// @param answer fills the wire form, or says why there is none
  public static Checked<AttestedHeight> attestation(
      Function<Message.Builder, Optional<Refusal>> answer) {
    Attestation.Builder wire = Attestation.newBuilder();
    return answer
        .apply(wire)
        .map(Checked::<AttestedHeight>refused)
        .orElseGet(() -> Checked.ok(attestation(wire.build())));
  }

  static AttestedHeight attestation(Attestation wire) {
    Optional<BlockAnchor> anchor =
        wire.hasAnchor() ? Optional.of(LaneWire.fromWire(wire.getAnchor())) : Optional.empty();
    return new AttestedHeight(WireFields.u64(wire.getHeight(), "height"), anchor);
  }
}
