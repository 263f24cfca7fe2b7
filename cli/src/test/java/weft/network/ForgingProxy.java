package weft.network;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import weft.engine.cometbft.home.HostPort;

/// An engine's RPC as somebody tells it who forges the answers about the commit of each height but
/// the first. Web sockets, which CometBFT's light client wants to open, are led to the engine.
final class ForgingProxy implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");
  private static final int MAX_HEAD_BYTES = 1 << 16;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HostPort engine;
  private final UnaryOperator<String> forge;

  ForgingProxy(HostPort engine, UnaryOperator<String> forge) throws IOException {
    this.engine = engine;
    this.forge = forge;
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      while (true) {
        String head = head(in);
        if (head.isEmpty()) {
          return;
        }
        if (head.startsWith("GET /websocket")) {
          lead(head, in, out);
          return;
        }
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        byte[] answer = answer(new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
        String answerHead =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + answer.length
                + "\r\n\r\n";
        out.write(answerHead.getBytes(StandardCharsets.UTF_8));
        out.write(answer);
        out.flush();
      }
    } catch (IOException ended) {
      // By the client, or closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Up to the empty line; empty at the end of the connection.
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (head.size() < MAX_HEAD_BYTES) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      if (next == '\n' && head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.UTF_8);
      }
    }
    throw new IOException("a request without an end");
  }

  private void lead(String head, InputStream in, OutputStream out) throws IOException {
    try (Socket far = new Socket(engine.host(), engine.port())) {
      far.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      Thread back =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      far.getInputStream().transferTo(out);
                    } catch (IOException ended) {
                      // By one of the two.
                    }
                  });
      in.transferTo(far.getOutputStream());
      back.interrupt();
    }
  }

  private byte[] answer(String question) throws IOException, InterruptedException {
    String answer =
        client
            .send(
                HttpRequest.newBuilder(URI.create("http://" + engine + "/"))
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(question))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    boolean isForged = question.contains("\"commit\"") && !answer.contains("\"height\":\"1\"");
    return (isForged ? forge.apply(answer) : answer).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    server.close();
    client.shutdownNow();
  }
}
