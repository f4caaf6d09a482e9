package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.http.OutboundFailure;
import io.kaiye.http.OutboundReply;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What a failed call or a bad status of one upstream means. Safe for threads. */
final class UpstreamErrors {
    private static final int BODY_BYTES_MAX = 64 << 10;
    private static final int SHOWN_CHARACTERS = 500;
    private static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);

    private final String upstream;
    private final String host;
    private final UpstreamKey key;
    private final InstantSource clock;

    UpstreamErrors(String upstream, String host, UpstreamKey key, InstantSource clock) {
        this.upstream = upstream;
        this.host = host;
        this.key = key;
        this.clock = clock;
    }

    /** No reply, or no whole one. */
    UpstreamFailure of(OutboundFailure failure) {
        String message = upstream + ": " + failure.getMessage() + ".";
        return switch (failure.kind()) {
            case ADDRESS -> lasting(false, false, message).saying(cannotConnect());
            case CONNECT -> passing(false, message).saying(cannotConnect());
            case BROKEN -> passing(true, message);
            case TIMED_OUT ->
                    UpstreamFailure.lasting(ErrorCode.UPSTREAM_TIMED_OUT, true, true, message);
            case ABANDONED -> UpstreamFailure.abandoned();
            case TOO_LARGE, MALFORMED -> lasting(true, true, message);
        };
    }

    /** Where an upstream is concerns nobody but the operator. */
    private String cannotConnect() {
        return upstream + " cannot be connected to; the operator's log says why.";
    }

    /** A reply that is not what the protocol says. */
    UpstreamFailure unreadable(IOException cause) {
        if (cause instanceof OutboundFailure failure) {
            return of(failure);
        }
        String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return lasting(
                true, true, upstream + " sent what its protocol does not know: " + said(why));
    }

    /** An error that came instead of the rest of a stream. */
    UpstreamFailure said(Optional<String> error) {
        return passing(true, upstream + " broke off: " + said(error.orElse("no reason given")));
    }

    /** A status that is not 2xx; reads and closes the reply. */
    UpstreamFailure of(OutboundReply reply) {
        int status = reply.status();
        Optional<OpenAiDocument> body = body(reply);
        String words = body.flatMap(OpenAiDocument::error).orElse("");
        String message = upstream + " answered " + status + (words.isEmpty() ? "." : ": ");
        String shown = message + said(words);
        return switch (status) {
            case 400, 413, 415, 422 ->
                    UpstreamFailure.refused(
                            body.flatMap(OpenAiDocument::errorParameter).map(key::masked), shown);
            case 429 -> UpstreamFailure.busy(retryAfter(reply), shown);
            case 408, 500, 502, 503, 504, 529 ->
                    UpstreamFailure.passing(
                            ErrorCode.UPSTREAM_FAILED, false, retryAfter(reply), shown);
            case 401, 403 ->
                    lasting(true, false, shown + " Its key in gateway.yaml is not accepted.")
                            .saying(shown);
            default ->
                    lasting(
                            status >= 500,
                            false,
                            status >= 300 && status < 400
                                    ? shown + " Redirects are not followed."
                                    : shown);
        };
    }

    private static Optional<OpenAiDocument> body(OutboundReply reply) {
        try (reply) {
            return Optional.of(OpenAiDocument.read(new Utf8(reply.bytes(BODY_BYTES_MAX))));
        } catch (IOException e) {
            // The status says enough.
            return Optional.empty();
        }
    }

    private String said(String words) {
        String masked = key.masked(words).replace(host, "***").replaceAll("\\s+", " ").strip();
        return masked.length() <= SHOWN_CHARACTERS
                ? masked
                : masked.substring(0, SHOWN_CHARACTERS) + "…";
    }

    private Optional<Duration> retryAfter(OutboundReply reply) {
        Optional<Duration> millis =
                reply.header("retry-after-ms")
                        .flatMap(UpstreamErrors::whole)
                        .map(Duration::ofMillis);
        return millis.or(() -> reply.header("retry-after").flatMap(this::seconds))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait);
    }

    private Optional<Duration> seconds(String value) {
        Optional<Duration> seconds = whole(value).map(Duration::ofSeconds);
        if (seconds.isPresent()) {
            return seconds;
        }
        try {
            ZonedDateTime at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), at.toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> whole(String value) {
        return value.matches("[0-9]{1,9}") ? Optional.of(Long.valueOf(value)) : Optional.empty();
    }

    private static UpstreamFailure lasting(boolean unhealthy, boolean cost, String message) {
        return UpstreamFailure.lasting(ErrorCode.UPSTREAM_FAILED, unhealthy, cost, message);
    }

    private static UpstreamFailure passing(boolean mayHaveCost, String message) {
        return UpstreamFailure.passing(
                ErrorCode.UPSTREAM_FAILED, mayHaveCost, Optional.empty(), message);
    }
}
