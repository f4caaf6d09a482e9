package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.http.BodySink;
import io.kaiye.http.ErrorResponses;
import io.kaiye.http.Response;
import io.kaiye.http.StreamBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a streamed chat answer. What the upstream sends goes on at once, but from the chunk
 * that ends the answer on everything is held back until the books are posted. However the stream
 * ends, it is posted for what was produced. One thread.
 */
final class ChatStream implements StreamBody {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT_END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Tries.Order order;
    private final Tries.Reached<OpenStream> reached;
    private final ChatRequest chat;
    private final TokenCounter counter;
    private final Map<String, String> headers;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final @Nullable ByteArrayOutputStream kept;

    /**
     * @param headers that the answer was begun with
     */
    ChatStream(
            Tries.Order order,
            Tries.Reached<OpenStream> reached,
            ChatRequest chat,
            TokenCounter counter,
            Map<String, String> headers) {
        this.order = order;
        this.reached = reached;
        this.chat = chat;
        this.counter = counter;
        this.headers = headers;
        boolean keeps = order.call().asked().idempotency().isPresent();
        this.kept = keeps ? new ByteArrayOutputStream() : null;
    }

    @Override
    public void write(BodySink sink) throws IOException {
        OpenCall call = order.call();
        try (OpenStream stream = reached.value()) {
            try {
                pass(stream, sink);
            } catch (UpstreamFailure e) {
                throw broken(e);
            } catch (IOException e) {
                settle(
                        Ending.CANCELLED,
                        new KaiyeException(ErrorCode.CANCELLED, "The caller went away."));
                throw e;
            }
            reached.passage().succeeded();
            end(sink);
            stream.finish();
        } finally {
            reached.passage().close();
            call.close();
        }
    }

    private void pass(OpenStream stream, BodySink sink) throws UpstreamFailure, IOException {
        ChunkReader chunks = stream.chunks();
        for (List<Utf8> next = stream.next(); !next.isEmpty(); next = stream.next()) {
            for (Utf8 chunk : next) {
                if (chunks.finished()) {
                    frame(chunk.bytes(), held);
                } else {
                    send(chunk, sink);
                }
            }
        }
    }

    private void send(Utf8 chunk, BodySink sink) throws IOException {
        ByteArrayOutputStream event = new ByteArrayOutputStream(chunk.length() + 8);
        frame(chunk.bytes(), event);
        byte[] bytes = event.toByteArray();
        if (kept != null) {
            kept.writeBytes(bytes);
        }
        sink.write(bytes);
    }

    private static void frame(byte[] chunk, ByteArrayOutputStream target) {
        target.writeBytes(DATA);
        target.writeBytes(chunk);
        target.writeBytes(EVENT_END);
    }

    /** The upstream broke off: posted for what came, then the caller is told. */
    private KaiyeException broken(UpstreamFailure failure) {
        reached.passage().failed(failure);
        boolean gone = failure.kind() == UpstreamFailure.Kind.ABANDONED;
        KaiyeException told = new KaiyeException(failure.code(), failure.getMessage());
        settle(gone ? Ending.CANCELLED : Ending.BROKEN, told);
        return told;
    }

    /** The same request again gets what there was, and why it ended, and is not charged again. */
    private void settle(Ending ending, KaiyeException told) {
        TokenUse use = charge();
        Spent spent = order.call().spent(reached.model(), use, ending);
        order.call().settle(spent, Optional.ofNullable(kept).map(sent -> cutShort(sent, told)));
    }

    private KeptAnswer cutShort(ByteArrayOutputStream sent, KaiyeException told) {
        sent.writeBytes(held.toByteArray());
        frame(ErrorResponses.of(told).body(), sent);
        return new KeptAnswer(200, Response.EVENTS, headers, sent.toString(StandardCharsets.UTF_8));
    }

    /** The tokens by the upstream's count where it came, else by ours. */
    private TokenUse charge() {
        ChunkReader chunks = reached.value().chunks();
        TokenUse use = chunks.use().orElseGet(() -> counted(chunks));
        order.call().charge(reached.model(), chunks.upstreamId(), use);
        return use;
    }

    private TokenUse counted(ChunkReader chunks) {
        long output = counter.count(chunks.text());
        return chunks.inputUse()
                .map(
                        said ->
                                new TokenUse(
                                        said.input(),
                                        said.cachedInput(),
                                        said.cacheWritten(),
                                        Math.max(output, said.output()),
                                        Spent.TokenSource.COUNTED))
                .orElseGet(() -> TokenUse.counted(order.countedInput().getAsLong(), output));
    }

    /** Posts, then sends what was held back. */
    private void end(BodySink sink) throws IOException {
        OpenCall call = order.call();
        TokenUse use = charge();
        Spent spent = call.spent(reached.model(), use, Ending.COMPLETE);
        Receipt receipt =
                call.settle(spent, Optional.ofNullable(kept).map(sent -> kept(sent, use)));
        sink.write(last(use, Optional.of(receipt)));
    }

    private KeptAnswer kept(ByteArrayOutputStream sent, TokenUse use) {
        sent.writeBytes(last(use, Optional.empty()));
        return new KeptAnswer(200, Response.EVENTS, headers, sent.toString(StandardCharsets.UTF_8));
    }

    /** What was held back, the usage if the caller asked for it, and the end. */
    private byte[] last(TokenUse use, Optional<Receipt> receipt) {
        ByteArrayOutputStream last = new ByteArrayOutputStream();
        last.writeBytes(held.toByteArray());
        if (chat.wantsUsage()) {
            ChunkReader chunks = reached.value().chunks();
            Utf8 usage =
                    chunks.usageChunk()
                            .orElseGet(
                                    () ->
                                            Documents.usageChunk(
                                                    chunks.upstreamId(),
                                                    chat.model(),
                                                    order.call().now(),
                                                    use));
            Optional<Long> cost =
                    order.call().asked().caller().isOperator()
                            ? Optional.of(order.call().upstreamMicros())
                            : Optional.empty();
            frame(Documents.withMoney(usage, cost, receipt), last);
        }
        last.writeBytes(DONE);
        return last.toByteArray();
    }
}
