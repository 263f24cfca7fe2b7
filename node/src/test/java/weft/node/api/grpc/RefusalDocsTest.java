package weft.node.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import weft.node.api.wire.RefusalKind;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// `docs/api/refusals.md` lists every code with its statuses. `-Dweft.update=true` writes the list.
final class RefusalDocsTest {
  private static final String HEAD = "| Code | HTTP | gRPC | Next step |\n|---|---|---|---|\n";

  @Test
  void everyCodeIsInTheDocs() throws IOException {
    Path page =
        Path.of(Objects.requireNonNull(System.getProperty("weft.root")), "docs/api/refusals.md");
    String text = Files.readString(page);
    int start = text.indexOf(HEAD);
    String prose = start < 0 ? text : text.substring(0, start);
    if (Boolean.getBoolean("weft.update")) {
      Files.writeString(page, prose + table());
    }
    assertThat(Files.readString(page)).isEqualTo(prose + table());
  }

  private static String table() {
    StringBuilder rows = new StringBuilder(HEAD);
    for (RefusalCode code : RefusalCode.values()) {
      rows.append("| `")
          .append(code.id())
          .append("` | ")
          .append(RefusalKind.of(code).httpStatus())
          .append(" | ")
          .append(GrpcRefusals.status(Refusal.of(code, "", "", "")).getCode())
          .append(" | ")
          .append(code.nextStep())
          .append(" |\n");
    }
    return rows.toString();
  }
}
