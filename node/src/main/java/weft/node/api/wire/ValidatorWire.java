package weft.node.api.wire;

import java.util.List;
import weft.node.api.answer.AttestationAnswers.AttestedHeight;
import weft.node.api.answer.ValidatorAnswers;
import weft.protocol.codec.LaneWire;
import weft.protocol.codec.WireFields;
import weft.protocol.validator.ValidatorSet;
import weft.protocol.wire.Attestation;
import weft.protocol.wire.GetValidatorChangesResponse;
import weft.protocol.wire.Validator;
import weft.protocol.wire.ValidatorChange;
import weft.protocol.wire.Validators;
import weft.storage.StoredValidatorChange;

/// Validators and what they attest in wire form.
final class ValidatorWire {
  private ValidatorWire() {}

  static Validators toWire(ValidatorAnswers.Validators validators) {
    ValidatorSet set = validators.attesting().set();
    Validators.Builder wire =
        Validators.newBuilder()
            .setHeight(validators.attesting().height())
            .setValidatorsHash(WireFields.toWire(set.hash()))
            .setTotalPower(set.totalPower());
    validators.members().forEach(member -> wire.addValidators(toWire(member)));
    return wire.build();
  }

  private static Validator toWire(ValidatorAnswers.Member member) {
    return Validator.newBuilder()
        .setOperator(WireFields.toWire(member.record().operator()))
        .setConsensusAddress(WireFields.toWire(member.validator().consensusAddress()))
        .setConsensusKey(WireFields.toWire(member.validator().consensusKey().bytes()))
        .setBlsKey(WireFields.toWire(member.validator().blsKey().bytes()))
        .setPower(member.validator().power())
        .setBond(member.record().bond().toString())
        .setStatus(member.record().status().id())
        .build();
  }

  static GetValidatorChangesResponse toWire(List<StoredValidatorChange> changes, long height) {
    GetValidatorChangesResponse.Builder wire =
        GetValidatorChangesResponse.newBuilder().setHeight(height);
    for (StoredValidatorChange change : changes) {
      wire.addChanges(
          ValidatorChange.newBuilder()
              .setAnchor(LaneWire.attestedToWire(change.anchor()))
              .setNextValidators(WireFields.toWire(change.nextValidators())));
    }
    return wire.build();
  }

  static Attestation toWire(AttestedHeight attested) {
    Attestation.Builder wire = Attestation.newBuilder().setHeight(attested.height());
    attested.anchor().ifPresent(anchor -> wire.setAnchor(LaneWire.toWire(anchor)));
    return wire.build();
  }
}
