package io.kaiye.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * An upstream that costs almost nothing: one thread answers every request at once with the same
 * bytes, a chat completion of OpenAI's shape. A process of its own; ends when its input ends.
 */
public final class MockProvider {
    private static final String BODY =
            "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1790000000,"
                    + "\"model\":\"mock-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                    + "\"assistant\",\"content\":\"Your parcel left the depot this morning and"
                    + " should be with you tomorrow.\"},\"finish_reason\":\"stop\"}],\"usage\":"
                    + "{\"prompt_tokens\":62,\"completion_tokens\":14,\"total_tokens\":76}}";

    private static final byte[] ANSWER = answer();

    private MockProvider() {}

    private static byte[] answer() {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + BODY.length()
                        + "\r\n\r\n";
        return (head + BODY).getBytes(StandardCharsets.US_ASCII);
    }

    public static void main(String[] arguments) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
            System.out.println("{\"port\":" + server.socket().getLocalPort() + "}");
            System.out.flush();
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            Thread.ofPlatform().daemon().start(() -> serve(selector));
            while (System.in.read() >= 0) {
                // until whoever started it ends
            }
        }
    }

    private static void serve(Selector selector) {
        try {
            while (selector.isOpen()) {
                selector.select(MockProvider::ready);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ready(SelectionKey key) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                SocketChannel caller = server.accept();
                caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
                caller.configureBlocking(false);
                caller.register(key.selector(), SelectionKey.OP_READ, new Message());
            } else if (key.channel() instanceof SocketChannel caller
                    && key.attachment() instanceof Message request) {
                answer(caller, request);
            }
        } catch (IOException e) {
            key.cancel();
            close(key);
        }
    }

    private static void answer(SocketChannel caller, Message request) throws IOException {
        if (request.read(caller)) {
            request.clear();
            ByteBuffer answer = ByteBuffer.wrap(ANSWER);
            while (answer.hasRemaining()) {
                caller.write(answer);
            }
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            // the other side has gone
        }
    }
}
