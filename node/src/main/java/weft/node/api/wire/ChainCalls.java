package weft.node.api.wire;

import com.google.protobuf.ByteString;
import java.util.Optional;
import weft.node.api.NodeServices;
import weft.node.api.answer.AccountAnswers;
import weft.node.api.answer.AttestationAnswers;
import weft.node.api.answer.BlockAnswers;
import weft.node.api.answer.FeeAnswers;
import weft.node.api.answer.ModuleAnswers;
import weft.node.api.answer.RollupAnswers;
import weft.node.api.answer.StateAnswers;
import weft.node.api.answer.StatusAnswers;
import weft.node.api.answer.Steps;
import weft.node.api.answer.ValidatorAnswers;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.protocol.codec.StateWire;
import weft.protocol.codec.WireFields;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.RollupId;
import weft.protocol.wire.Account;
import weft.protocol.wire.Attestation;
import weft.protocol.wire.Block;
import weft.protocol.wire.Escrow;
import weft.protocol.wire.Fees;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetAttestationRequest;
import weft.protocol.wire.GetBlockRequest;
import weft.protocol.wire.GetEscrowRequest;
import weft.protocol.wire.GetModuleRequest;
import weft.protocol.wire.GetRollupRequest;
import weft.protocol.wire.GetSponsorshipRequest;
import weft.protocol.wire.GetValidatorChangesRequest;
import weft.protocol.wire.GetValidatorChangesResponse;
import weft.protocol.wire.GetValidatorsRequest;
import weft.protocol.wire.ListModulesRequest;
import weft.protocol.wire.ListModulesResponse;
import weft.protocol.wire.ListRollupsRequest;
import weft.protocol.wire.ListRollupsResponse;
import weft.protocol.wire.ModuleInfo;
import weft.protocol.wire.NodeStatus;
import weft.protocol.wire.ProveStateRequest;
import weft.protocol.wire.Rollup;
import weft.protocol.wire.Sponsorship;
import weft.protocol.wire.StateProof;
import weft.protocol.wire.Validators;

/// The calls of `weft.v1.ChainService`, except its stream.
public final class ChainCalls {
  /// The most rollups in one answer.
  public static final int MAX_ROLLUPS = 1_000;

  /// Escrows of one answer.
  private static final int MAX_ESCROWS = 100;

  /// The most changes of validators in one answer: 0.7 MB.
  public static final int MAX_VALIDATOR_CHANGES = 64;

  private final StatusAnswers status;
  private final BlockAnswers blocks;
  private final AccountAnswers accounts;
  private final RollupAnswers rollups;
  private final FeeAnswers fees;
  private final StateAnswers state;
  private final ModuleAnswers modules;
  private final ValidatorAnswers validators;
  private final AttestationAnswers attestations;

  public ChainCalls(NodeServices services) {
    this.validators = new ValidatorAnswers(services);
    this.attestations = new AttestationAnswers(services);
    this.status = new StatusAnswers(services, validators);
    this.blocks = new BlockAnswers(services);
    this.accounts = new AccountAnswers(services);
    this.rollups = new RollupAnswers(services);
    this.fees = new FeeAnswers(services);
    this.state = new StateAnswers(services);
    this.modules = new ModuleAnswers(services);
  }

  public Checked<NodeStatus> nodeStatus() {
    return Checked.ok(ChainWire.toWire(status.status()));
  }

  public Checked<Block> block(GetBlockRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                blocks.block(WireFields.u64(request.getHeight(), "height")),
                block -> ChainWire.toWire(block, request.getWithTransactions())));
  }

  public Checked<Account> account(GetAccountRequest request) {
    return Asking.ask(
        () ->
            Checked.ok(
                RegistryWire.toWire(
                    accounts.account(WireFields.address(request.getAccount(), "account")))));
  }

  public Checked<ListRollupsResponse> rollups(ListRollupsRequest request) {
    String after = request.getAfter();
    if (!after.isEmpty() && !RollupId.isName(after)) {
      return Steps.invalid("after", "a rollup's name or nothing");
    }
    long wish = Integer.toUnsignedLong(request.getMaxCount());
    int count = (int) (wish == 0 ? MAX_ROLLUPS : Math.min(wish, MAX_ROLLUPS));
    ListRollupsResponse.Builder wire = ListRollupsResponse.newBuilder();
    rollups.rollups(after, count).forEach(info -> wire.addRollups(RegistryWire.toWire(info)));
    return Checked.ok(wire.build());
  }

  public Checked<Rollup> rollup(GetRollupRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                rollups.rollup(WireFields.rollup(request.getRollup(), "rollup")),
                RegistryWire::toWire));
  }

  public Checked<Fees> fees() {
    return Checked.ok(RegistryWire.toWire(fees.fees(MAX_ROLLUPS)));
  }

  public Checked<Sponsorship> sponsorship(GetSponsorshipRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                rollups.sponsorship(
                    WireFields.rollup(request.getRollup(), "rollup"),
                    WireFields.address(request.getSponsor(), "sponsor"),
                    optionalAddress(request.getSender(), "sender")),
                RegistryWire::toWire));
  }

  public Checked<Escrow> escrow(GetEscrowRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                rollups.escrow(
                    WireFields.rollup(request.getRollup(), "rollup"),
                    WireFields.u64(request.getAfter(), "after"),
                    MAX_ESCROWS),
                RegistryWire::escrow));
  }

  public Checked<ListModulesResponse> modules(ListModulesRequest request) {
    return Asking.ask(
        () -> {
          Bytes after =
              request.getAfter().isEmpty()
                  ? Bytes.EMPTY
                  : WireFields.hash(request.getAfter(), "after").bytes();
          long wish = Integer.toUnsignedLong(request.getMaxCount());
          int count = (int) (wish == 0 ? MAX_ROLLUPS : Math.min(wish, MAX_ROLLUPS));
          ListModulesResponse.Builder wire = ListModulesResponse.newBuilder();
          modules.modules(after, count).forEach(one -> wire.addModules(RegistryWire.toWire(one)));
          return Checked.ok(wire.build());
        });
  }

  public Checked<ModuleInfo> module(GetModuleRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                modules.module(WireFields.hash(request.getModule(), "module")),
                RegistryWire::toWire));
  }

  public Checked<StateProof> state(ProveStateRequest request) {
    return Steps.map(state.prove(WireFields.bytes(request.getKey())), StateWire::toWire);
  }

  public Checked<Validators> validators(GetValidatorsRequest request) {
    return Steps.map(validators.validators(request.getOfGenesis()), ValidatorWire::toWire);
  }

  public Checked<GetValidatorChangesResponse> validatorChanges(GetValidatorChangesRequest request) {
    return Asking.ask(
        () -> {
          long from = WireFields.u64(request.getFromHeight(), "from_height");
          long wish = Integer.toUnsignedLong(request.getMaxCount());
          int count =
              (int) (wish == 0 ? MAX_VALIDATOR_CHANGES : Math.min(wish, MAX_VALIDATOR_CHANGES));
          // Before the changes: an answer without any is then one for every height up to it.
          long height = validators.height();
          return Steps.map(
              validators.changes(from, count), changes -> ValidatorWire.toWire(changes, height));
        });
  }

  public Checked<Attestation> attestation(GetAttestationRequest request) {
    return Asking.ask(
        () ->
            Steps.map(
                attestations.attestation(WireFields.u64(request.getHeight(), "height")),
                ValidatorWire::toWire));
  }

  private static Optional<Address> optionalAddress(ByteString wire, String field) {
    return wire.isEmpty() ? Optional.empty() : Optional.of(WireFields.address(wire, field));
  }
}
