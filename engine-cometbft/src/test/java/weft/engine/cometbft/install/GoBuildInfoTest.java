package weft.engine.cometbft.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoBuildInfoTest {
  private static final String LINES =
      "path\texample.org/a/cmd/b\nmod\texample.org/a\tv1.2.3\th1:x=\ndep\texample.org/c\tv0.1.0\n";

  @TempDir private Path folder;

  private static byte[] record(String lines) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1));
    out.write(8);
    out.write(2);
    out.writeBytes(new byte[16]);
    String framed = "0123456789abcdef" + lines + "0123456789abcdef";
    for (String text : new String[] {"go1.26.8", framed}) {
      for (int left = text.length(); ; left >>>= 7) {
        out.write(left < 0x80 ? left : (left & 0x7f) | 0x80);
        if (left < 0x80) {
          break;
        }
      }
      out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return out.toByteArray();
  }

  private Path file(int before, byte[] record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[before]);
    out.writeBytes(record);
    return Files.write(folder.resolve("program"), out.toByteArray());
  }

  @Test
  void aRecordIsFoundWhereverItIsAligned() throws IOException {
    for (int before : new int[] {0, 16, (1 << 20) - 16, 1 << 20, (1 << 20) + 48}) {
      assertThat(GoBuildInfo.read(file(before, record(LINES))))
          .as("after " + before)
          .contains(new GoBuildInfo("go1.26.8", "example.org/a/cmd/b", "example.org/a", "v1.2.3"));
    }
    assertThat(GoBuildInfo.read(file(8, record(LINES)))).isEmpty();
  }

  @Test
  void textThatOnlyNamesTheModuleIsNoRecord() throws IOException {
    assertThat(GoBuildInfo.read(file(0, LINES.getBytes(StandardCharsets.UTF_8)))).isEmpty();
    assertThat(GoBuildInfo.read(file(0, record("path\texample.org/a\n")))).isEmpty();
  }

  @Test
  void damagedRecordsAreNone() throws IOException {
    byte[] sound = record(LINES);
    for (int size = 0; size < sound.length - 1; size++) {
      byte[] cut = Arrays.copyOf(sound, size);
      assertThat(GoBuildInfo.read(file(0, cut))).as("cut to " + size).isEmpty();
    }
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = sound.clone();
      for (int j = 0; j < 3; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      // Whatever it says, it says it without a fault.
      assertThat(GoBuildInfo.read(file(0, damaged))).isNotNull();
    }
  }
}
