package io.kaiye.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a profile looks for besides figures, found by others.
 *
 * @param personal says what personal data a text holds
 * @param near says which texts nearly repeat which
 */
public record ProfileLooks(Optional<Personal> personal, Optional<Near> near) {
    /** Figures only. */
    public static final ProfileLooks NONE = new ProfileLooks(Optional.empty(), Optional.empty());

    /**
     * The same, but that near texts are known already.
     *
     * @param leaders of all rows; where only some have a text, these are looked at all the same
     */
    ProfileLooks knowing(int[] leaders) {
        return new ProfileLooks(
                personal,
                near.map(
                        search ->
                                texts ->
                                        texts.size() == leaders.length
                                                ? leaders
                                                : search.leaders(texts)));
    }

    /** Finds personal data. */
    @FunctionalInterface
    public interface Personal {
        /** The kinds in a text, such as "email"; empty where there are none. */
        Set<String> kinds(String text);
    }

    /** Finds texts that nearly repeat others. */
    @FunctionalInterface
    public interface Near {
        /** For each text the first one of its group, its own number where it is that one. */
        int[] leaders(List<String> texts);
    }
}
