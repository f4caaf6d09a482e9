package io.kaiye.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.http.OutboundFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls over TLS, through a slow wire that stops in the middle of records. */
@Timeout(60)
class OutboundTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String BODY = "hello over a slow wire";

    @TempDir private Path folder = Path.of("");

    private SSLContext context = unset();
    private ServerSocket server = unset();
    private ServerSocket wire = unset();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T unset() {
        return (T) null;
    }

    @BeforeEach
    void start() throws Exception {
        context = context(keys());
        server =
                context.getServerSocketFactory()
                        .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        wire = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::answer);
        Thread.ofPlatform().daemon().start(this::carry);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        wire.close();
    }

    private Path keys() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process tool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "a",
                                "-dname",
                                "CN=provider.example",
                                "-ext",
                                "san=dns:provider.example",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                store.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.txt").toFile())
                        .start();
        tool.waitFor(30, TimeUnit.SECONDS);
        return store;
    }

    private static SSLContext context(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void answer() {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[4096]);
                    String head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ";
                    String reply = head + BODY.length() + "\r\n\r\n" + BODY;
                    for (String part : reply.splitWithDelimiters("\r\n\r\n", 2)) {
                        socket.getOutputStream().write(part.getBytes(UTF_8));
                    }
                } catch (SSLException e) {
                    // A client that does not trust the certificate.
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /** Carries bytes both ways; those of the reply stop for long within records. */
    private void carry() {
        try {
            while (true) {
                Socket near = wire.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                Thread.ofPlatform().daemon().start(() -> copy(near, far, false));
                Thread.ofPlatform().daemon().start(() -> copy(far, near, true));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void copy(Socket from, Socket to, boolean drip) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            for (int count = from.getInputStream().read(buffer);
                    count >= 0;
                    count = from.getInputStream().read(buffer)) {
                int first = drip ? Math.min(3, count) : count;
                to.getOutputStream().write(buffer, 0, first);
                if (drip) {
                    Thread.sleep(600);
                    to.getOutputStream().write(buffer, first, count - first);
                }
            }
        } catch (IOException e) {
            // One side has closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String post(String host) throws OutboundFailure {
        URI base = URI.create("https://" + host + ":" + wire.getLocalPort() + "/v1");
        try (OutboundClient client =
                new OutboundClient(
                        new OutboundSettings(base, true, Duration.ofSeconds(10), 4),
                        name -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                        context.getSocketFactory())) {
            OutboundWait wait =
                    new OutboundWait(
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(30),
                            () -> false);
            OutboundReply reply = client.post("/x", Map.of(), "{}".getBytes(UTF_8), wait);
            return new String(reply.bytes(1000), UTF_8);
        }
    }

    @Test
    void waitsWithinARecordLoseNothing() throws Exception {
        assertEquals(BODY, post("provider.example"));
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() {
        OutboundFailure failure = assertThrows(OutboundFailure.class, () -> post("other.example"));
        assertEquals(Kind.CONNECT, failure.kind());
    }
}
