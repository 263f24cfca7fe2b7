package weft.bench.network;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import weft.engine.cometbft.home.HostPort;

/// One connection to an engine's JSON-RPC that hands in transactions one after another. Spends as
/// little of the machine as it can, since it shares it with what is measured.
final class KvstoreConnection implements AutoCloseable {
  private static final String LENGTH = "content-length:";
  private static final int TIMEOUT_MS = 10_000;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final String head;

  KvstoreConnection(HostPort address) throws IOException {
    this.socket = new Socket(address.host(), address.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MS);
    this.out = socket.getOutputStream();
    this.in = new BufferedInputStream(socket.getInputStream());
    this.head = "POST / HTTP/1.1\r\nHost: " + address + "\r\nContent-Type: application/json\r\n";
  }

  /// Hands one in and waits until the engine has checked it (`broadcast_tx_sync`).
  ///
  /// @return why it was refused; empty if it was taken
  Optional<String> submit(byte[] transaction) throws IOException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"broadcast_tx_sync\",\"params\":{\"tx\":\""
            + Base64.getEncoder().encodeToString(transaction)
            + "\"}}";
    String request = head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    String answer = new String(in.readNBytes(answerBytes()), StandardCharsets.UTF_8);
    if (answer.contains("\"code\":0,")) {
      return Optional.empty();
    }
    return Optional.of(answer.contains("mempool is full") ? "mempool-full" : "refused");
  }

  private int answerBytes() throws IOException {
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      }
    }
    return length;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the engine closed a connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
