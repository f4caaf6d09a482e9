package io.kaiye.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An upstream that costs almost nothing: answers every request at once with the same chat
 * completion of OpenAI's shape. A process of its own; ends when its input ends.
 */
public final class MockProvider {
    private static final int BUFFER_BYTES = 16 << 10;
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
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
            OutputStream out = socket.getOutputStream();
            while (true) {
                read(in);
                out.write(whole);
            }
        } catch (IOException e) {
            // the other side has gone
        }
    }

    /** One request, its body skipped; both ways to say how long it is. */
    private static void read(InputStream in) throws IOException {
        long length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).trim());
            }
            chunked |= line.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26);
        }
        if (chunked) {
            for (long size = size(in); size > 0; size = size(in)) {
                in.skipNBytes(size + 2);
            }
            in.skipNBytes(2);
        } else {
            in.skipNBytes(length);
        }
    }

    private static long size(InputStream in) throws IOException {
        return Long.parseLong(line(in).trim(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
