package weft.cli.node;

import com.google.protobuf.Message;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weft.cli.CliException;
import weft.node.api.json.WireJsonReader;
import weft.node.configuration.HttpAddress;
import weft.primitives.MalformedException;
import weft.protocol.block.BlockAnchor;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.rollup.client.AttestedHeight;
import weft.rollup.client.ClaimedChange;
import weft.rollup.client.ValidatorReader;
import weft.rollup.client.ValidatorSource;

/// Who vouches for a node's blocks, unverified, by its HTTP interface: the one that a joining node
/// needs anyway.
final class AttestingNode implements ValidatorSource, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final int OK = 200;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpAddress address;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  AttestingNode(HttpAddress address) {
    this.address = address;
  }

  @Override
  public Checked<List<ClaimedChange>> validatorChanges(long fromHeight) {
    return ValidatorReader.changes(into -> ask("/v1/validators/changes?from=" + fromHeight, into));
  }

  @Override
  public Checked<BlockAnchor> newestAnchor() {
    return switch (attestation("latest")) {
      case Checked.Refused<AttestedHeight>(Refusal refusal) -> Checked.refused(refusal);
      case Checked.Ok<AttestedHeight>(AttestedHeight newest) ->
          newest
              .anchor()
              .map(Checked::ok)
              .orElseThrow(() -> new MalformedException("anchor", "is not there"));
    };
  }

  /// @param height a number, or `latest`
  /// @throws CliException if there is no answer
  /// @throws MalformedException if there is none that can be read
  Checked<AttestedHeight> attestation(String height) {
    return ValidatorReader.attestation(into -> ask("/v1/attestations/" + height, into));
  }

  /// @return why there is no answer
  private Optional<Refusal> ask(String path, Message.Builder into) {
    HttpRequest request = HttpRequest.newBuilder(address.at(path)).timeout(ANSWER).build();
    HttpResponse<byte[]> answer;
    try {
      answer =
          http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
    } catch (IOException e) {
      throw new CliException(
          "unreachable",
          "no node answers at " + address + (e.getMessage() == null ? "" : ": " + e.getMessage()),
          "Name the HTTP address of a node of the network, which must be up.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("failed", "interrupted", "Try again.");
    }
    if (answer.statusCode() != OK) {
      return Optional.of(refusal(answer));
    }
    return WireJsonReader.read(answer.body(), into)
            instanceof Checked.Refused<Set<String>>(Refusal refusal)
        ? Optional.of(refusal)
        : Optional.empty();
  }

  private Refusal refusal(HttpResponse<byte[]> answer) {
    String detail = "status " + answer.statusCode();
    RefusalCode code = RefusalCode.NOT_FOUND;
    try {
      JsonNode problem = JSON.readTree(answer.body());
      detail = problem.path("detail").asString(detail);
      code = RefusalCode.ofId(problem.path("code").asString("")).orElse(code);
    } catch (JacksonException _) {
      // Then it is no node of weft: the status has to do.
    }
    return Refusal.of(code, "", "", address + " says: " + detail);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
