package weft.node.api.http;

import java.util.List;
import weft.node.api.wire.ChainCalls;
import weft.protocol.codec.WireFields;
import weft.protocol.wire.GetAccountRequest;
import weft.protocol.wire.GetAttestationRequest;
import weft.protocol.wire.GetBlockRequest;
import weft.protocol.wire.GetEscrowRequest;
import weft.protocol.wire.GetModuleRequest;
import weft.protocol.wire.GetRollupRequest;
import weft.protocol.wire.GetSponsorshipRequest;
import weft.protocol.wire.GetValidatorChangesRequest;
import weft.protocol.wire.GetValidatorsRequest;
import weft.protocol.wire.ListModulesRequest;
import weft.protocol.wire.ListRollupsRequest;
import weft.protocol.wire.ProveStateRequest;

/// Blocks, who vouches for them, accounts, the registry, fees and state proofs.
final class ChainRoutes {
  private static final String LATEST = "latest";

  private final ChainCalls calls;

  ChainRoutes(ChainCalls calls) {
    this.calls = calls;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/v1/status", _ -> Reply.of(calls.nodeStatus())),
        Route.get("/v1/fees", _ -> Reply.of(calls.fees())),
        Route.get("/v1/blocks/{height}", this::block, "transactions"),
        Route.get("/v1/accounts/{address}", this::account),
        Route.get("/v1/rollups", this::rollups, "after", "count"),
        Route.get("/v1/rollups/{name}", this::rollup),
        Route.get("/v1/rollups/{name}/escrow", this::escrow, "after"),
        Route.get("/v1/rollups/{name}/sponsorships/{sponsor}", this::sponsorship, "sender"),
        Route.get("/v1/modules", this::modules, "after", "count"),
        Route.get("/v1/modules/{module}", this::module),
        Route.get("/v1/state/{key}", this::state),
        Route.get("/v1/validators", this::validators, "genesis"),
        Route.get("/v1/validators/changes", this::validatorChanges, "from", "count"),
        Route.get("/v1/attestations/{height}", this::attestation));
  }

  private Reply block(Exchange exchange) {
    boolean latest = exchange.path("height").equals(LATEST);
    return Reply.of(
        calls.block(
            GetBlockRequest.newBuilder()
                .setHeight(latest ? 0 : exchange.pathNumber("height"))
                .setWithTransactions(exchange.queryFlag("transactions"))
                .build()));
  }

  private Reply validators(Exchange exchange) {
    return Reply.of(
        calls.validators(
            GetValidatorsRequest.newBuilder().setOfGenesis(exchange.queryFlag("genesis")).build()));
  }

  private Reply validatorChanges(Exchange exchange) {
    return Reply.of(
        calls.validatorChanges(
            GetValidatorChangesRequest.newBuilder()
                .setFromHeight(exchange.queryNumber("from"))
                .setMaxCount(exchange.queryCount("count"))
                .build()));
  }

  private Reply attestation(Exchange exchange) {
    boolean latest = exchange.path("height").equals(LATEST);
    return Reply.of(
        calls.attestation(
            GetAttestationRequest.newBuilder()
                .setHeight(latest ? 0 : exchange.pathNumber("height"))
                .build()));
  }

  private Reply account(Exchange exchange) {
    return Reply.of(
        calls.account(
            GetAccountRequest.newBuilder().setAccount(exchange.pathAddress("address")).build()));
  }

  private Reply rollups(Exchange exchange) {
    return Reply.of(
        calls.rollups(
            ListRollupsRequest.newBuilder()
                .setAfter(exchange.query("after").orElse(""))
                .setMaxCount(exchange.queryCount("count"))
                .build()));
  }

  private Reply rollup(Exchange exchange) {
    return Reply.of(
        calls.rollup(GetRollupRequest.newBuilder().setRollup(exchange.path("name")).build()));
  }

  private Reply escrow(Exchange exchange) {
    return Reply.of(
        calls.escrow(
            GetEscrowRequest.newBuilder()
                .setRollup(exchange.path("name"))
                .setAfter(exchange.queryNumber("after"))
                .build()));
  }

  private Reply sponsorship(Exchange exchange) {
    return Reply.of(
        calls.sponsorship(
            GetSponsorshipRequest.newBuilder()
                .setRollup(exchange.path("name"))
                .setSponsor(exchange.pathAddress("sponsor"))
                .setSender(exchange.queryAddress("sender"))
                .build()));
  }

  private Reply modules(Exchange exchange) {
    ListModulesRequest.Builder request =
        ListModulesRequest.newBuilder().setMaxCount(exchange.queryCount("count"));
    exchange.optionalHash("after").ifPresent(id -> request.setAfter(WireFields.toWire(id)));
    return Reply.of(calls.modules(request.build()));
  }

  private Reply module(Exchange exchange) {
    return Reply.of(
        calls.module(GetModuleRequest.newBuilder().setModule(exchange.pathHex("module")).build()));
  }

  private Reply state(Exchange exchange) {
    return Reply.of(
        calls.state(ProveStateRequest.newBuilder().setKey(exchange.pathHex("key")).build()));
  }
}
