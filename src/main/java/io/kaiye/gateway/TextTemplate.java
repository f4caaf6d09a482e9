package io.kaiye.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with places to fill: {@code Subject: {{last_user}}}. Nothing but names stands between the
 * braces; there is no logic. Immutable; safe for threads.
 */
final class TextTemplate {
    /** Characters of a template. */
    static final int CHARACTERS_MAX = 20_000;

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");

    /**
     * Literal text, or the name of a place.
     *
     * @param place true if {@code text} is a name
     */
    private record Piece(String text, boolean place) {}

    private final List<Piece> pieces;

    private TextTemplate(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Reads a template; which names it may have is checked by {@link #unknown}. */
    static TextTemplate of(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            pieces.add(new Piece(text.substring(from, matcher.start()), false));
            pieces.add(new Piece(matcher.group(1), true));
            from = matcher.end();
        }
        pieces.add(new Piece(text.substring(from), false));
        return new TextTemplate(pieces);
    }

    /** Names that are not known. */
    List<String> unknown(Predicate<String> known) {
        return names().stream().filter(known.negate()).toList();
    }

    /** The names in it, in order. */
    List<String> names() {
        return pieces.stream().filter(Piece::place).map(Piece::text).toList();
    }

    /** The text with its places filled; empty if there is nothing for one of them. */
    Optional<String> fill(Function<String, Optional<String>> values) {
        StringBuilder filled = new StringBuilder();
        for (Piece piece : pieces) {
            if (!piece.place()) {
                filled.append(piece.text());
                continue;
            }
            Optional<String> value = values.apply(piece.text());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            filled.append(value.get());
        }
        return Optional.of(filled.toString());
    }
}
