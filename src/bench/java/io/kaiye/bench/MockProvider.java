package io.kaiye.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An upstream that costs almost nothing: answers every request at once with the same chat
 * completion of OpenAI's shape. A process of its own; ends when its input ends.
 */
public final class MockProvider {
    private static final String BODY =
            "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1790000000,"
                    + "\"model\":\"mock-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                    + "\"assistant\",\"content\":\"Your parcel left the depot this morning and"
                    + " should be with you tomorrow.\"},\"finish_reason\":\"stop\"}],\"usage\":"
                    + "{\"prompt_tokens\":62,\"completion_tokens\":14,\"total_tokens\":76}}";

    private MockProvider() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress())) {
            System.out.println("{\"port\":" + server.getLocalPort() + "}");
            System.out.flush();
            Thread.ofPlatform().daemon().start(() -> accept(server));
            while (System.in.read() >= 0) {
                // until whoever started it ends
            }
        }
    }

    private static void accept(ServerSocket server) {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> answer(socket));
            }
        } catch (IOException e) {
            // closed: the end
        }
    }

    private static void answer(Socket socket) {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        try (RawHttp connection = new RawHttp(socket)) {
            while (true) {
                connection.read();
                connection.send(whole);
            }
        } catch (IOException e) {
            // the other side has gone
        }
    }
}
