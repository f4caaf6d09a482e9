package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.http.OutboundClient;
import io.kaiye.http.OutboundFailure;
import io.kaiye.http.OutboundReply;
import io.kaiye.http.OutboundSettings;
import io.kaiye.http.OutboundWait;
import io.kaiye.privacy.Action;
import io.kaiye.privacy.Deidentifier;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** One upstream at work: its connections, its circuit breaker, its places. Safe for threads. */
final class Upstream implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Upstream.class.getName());

    /** Bytes of a whole reply; a stream has its own limit. */
    static final int REPLY_BYTES_MAX = 32 << 20;

    private final UpstreamSettings settings;
    private final Provider provider;
    private final Map<String, String> headers;
    private final UpstreamErrors errors;
    private final OutboundClient client;
    private final Breaker breaker;
    private final Semaphore places;
    private final Optional<Deidentifier> mask;

    Upstream(UpstreamSettings settings, UpstreamKey key, InstantSource clock) {
        this.settings = settings;
        this.provider =
                switch (settings.protocol()) {
                    case OPENAI -> new OpenAiProvider();
                    case ANTHROPIC -> new AnthropicProvider(clock);
                };
        this.headers = provider.headers(key);
        this.errors = new UpstreamErrors(settings.id(), settings.url().getHost(), key, clock);
        this.client =
                new OutboundClient(
                        new OutboundSettings(
                                settings.url(),
                                settings.allowPrivate(),
                                settings.connectTimeout(),
                                settings.concurrency()));
        this.breaker = new Breaker(settings.breakerFailures(), settings.breakerOpen(), clock);
        this.places = new Semaphore(settings.concurrency());
        this.mask =
                settings.masked().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Deidentifier.uniform(settings.masked(), new Action.Mask()));
    }

    UpstreamSettings settings() {
        return settings;
    }

    Provider provider() {
        return provider;
    }

    UpstreamErrors errors() {
        return errors;
    }

    Breaker breaker() {
        return breaker;
    }

    /**
     * Takes a place.
     *
     * @throws UpstreamFailure if the breaker is open or all places are taken
     */
    Passage enter() throws UpstreamFailure {
        if (!places.tryAcquire()) {
            throw UpstreamFailure.busy(
                    Optional.empty(),
                    settings.id()
                            + " has "
                            + settings.concurrency()
                            + " calls under way, which is its `concurrency`.");
        }
        if (!breaker.enter()) {
            places.release();
            throw UpstreamFailure.open(
                    breaker.openFor(),
                    settings.id() + " failed too often; its circuit breaker is open.");
        }
        return new Passage();
    }

    @Override
    public void close() {
        client.close();
    }

    /** One call that is let through. Its end is told to the breaker once. One thread at a time. */
    final class Passage implements AutoCloseable {
        private boolean ended;

        private Passage() {}

        /**
         * Sends a request.
         *
         * @throws UpstreamFailure if no reply came, or one that is not 2xx
         */
        OutboundReply post(String path, byte[] body, OutboundWait wait) throws UpstreamFailure {
            try {
                byte[] sent = mask.map(some -> MaskedBody.of(body, some)).orElse(body);
                OutboundReply reply = client.post(path, headers, sent, wait);
                if (reply.status() / 100 == 2) {
                    return reply;
                }
                throw errors.of(reply);
            } catch (OutboundFailure e) {
                throw errors.of(e);
            }
        }

        /** Sends a request and reads the whole reply. */
        Utf8 ask(String path, byte[] body, OutboundWait wait) throws UpstreamFailure {
            try (OutboundReply reply = post(path, body, wait)) {
                return new Utf8(reply.bytes(REPLY_BYTES_MAX));
            } catch (OutboundFailure e) {
                throw errors.of(e);
            }
        }

        Upstream upstream() {
            return Upstream.this;
        }

        void succeeded() {
            if (end()) {
                breaker.succeeded();
            }
        }

        void failed(UpstreamFailure failure) {
            if (!end()) {
                return;
            }
            log(failure);
            if (failure.unhealthy()) {
                breaker.failed();
            } else if (failure.kind() == UpstreamFailure.Kind.ABANDONED) {
                breaker.undecided();
            } else {
                breaker.succeeded();
            }
        }

        /** A full upstream says so too often to be worth a line each time. */
        private void log(UpstreamFailure failure) {
            switch (failure.kind()) {
                case REFUSED, ABANDONED -> {}
                case FAILED, PASSING ->
                        LOG.log(
                                failure.code() == ErrorCode.OVERLOADED
                                        ? System.Logger.Level.DEBUG
                                        : System.Logger.Level.WARNING,
                                "upstream {0}",
                                failure.details());
            }
        }

        private boolean end() {
            boolean first = !ended;
            ended = true;
            if (first) {
                places.release();
            }
            return first;
        }

        /** Gives the place back, whatever happened. */
        @Override
        public void close() {
            if (end()) {
                breaker.undecided();
            }
        }
    }

    /** What a try may take of the time that is left to the first byte. */
    OutboundWait wait(Duration left, BooleanSupplier abandoned) {
        Duration first = left.compareTo(settings.timeout()) < 0 ? left : settings.timeout();
        return new OutboundWait(first, settings.idleTimeout(), settings.streamTime(), abandoned);
    }

    /** A reply that cannot be read. */
    UpstreamFailure unreadable(IOException cause) {
        return errors.unreadable(cause);
    }

    static UpstreamFailure late(String upstream) {
        return UpstreamFailure.lasting(
                ErrorCode.UPSTREAM_TIMED_OUT,
                false,
                false,
                upstream + " was not reached within the deadline.");
    }
}
