package io.kaiye.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Stands between a client and a server, and breaks their connection at a word of the client's. */
final class CuttingProxy implements AutoCloseable {
    /** When it breaks. */
    enum Cut {
        /** Before the server reads the word. */
        BEFORE,
        /** When the server answers it, and before the client reads the answer. */
        AFTER,
        /** As AFTER, and nobody comes in any more. */
        AFTER_AND_CLOSE
    }

    private record Planned(String word, Cut cut, Runnable then) {}

    private final ServerSocket door;
    private final int serverPort;
    private volatile Planned planned = new Planned("", Cut.BEFORE, () -> {});

    CuttingProxy(int serverPort) {
        try {
            this.serverPort = serverPort;
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Once, the next time that the client says the word. */
    void cutAt(String word, Cut cut) {
        cutAt(word, cut, () -> {});
    }

    /** And does something before the client notices. */
    void cutAt(String word, Cut cut, Runnable then) {
        planned = new Planned(word, cut, then);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                Pair pair = new Pair(client, server);
                Thread.ofVirtual().start(pair::forward);
                Thread.ofVirtual().start(pair::back);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Pair {
        private final Socket client;
        private final Socket server;
        private volatile boolean mute;
        private volatile Runnable then = () -> {};

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void forward() {
            byte[] buffer = new byte[1 << 16];
            try (client;
                    server) {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    Planned plan = planned;
                    String said = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                    if (!plan.word().isEmpty() && said.contains(plan.word())) {
                        planned = new Planned("", Cut.BEFORE, () -> {});
                        if (plan.cut() == Cut.BEFORE) {
                            return;
                        }
                        then = plan.then();
                        mute = true;
                        if (plan.cut() == Cut.AFTER_AND_CLOSE) {
                            door.close();
                        }
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // One of the two has gone.
            }
        }

        void back() {
            byte[] buffer = new byte[1 << 16];
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (mute) {
                        then.run();
                        return;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // One of the two has gone.
            }
        }
    }
}
