package io.kaiye.label;

import io.kaiye.data.Example;
import io.kaiye.label.Pieces.Piece;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * More rows out of those there are, by small changes of their words (after J. Wei and K. Zou, "EDA:
 * easy data augmentation techniques", 2019, and slips of typing). A text that is there already, in
 * whatever split, is not made. For one thread.
 */
public final class Augmenter {
    private static final int ATTEMPTS = 5;

    private final AugmentSettings settings;
    private final Synonyms synonyms;
    private final Set<String> taken = new HashSet<>();

    /**
     * @param present texts of all splits
     */
    public Augmenter(AugmentSettings settings, Synonyms synonyms, Collection<String> present) {
        this.settings = settings;
        this.synonyms = synonyms;
        present.forEach(text -> taken.add(text.strip()));
    }

    /** New rows for these, in order, each with the label of the row it was made from. */
    public List<Example> augment(List<Example> train) {
        SplittableRandom random = new SplittableRandom(settings.seed());
        List<Example> made = new ArrayList<>();
        for (Example row : train) {
            SplittableRandom own = random.split();
            List<Piece> pieces = Pieces.of(row.text(), synonyms);
            for (int copy = 0; copy < settings.copies(); copy++) {
                for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                    String text = changed(pieces, own);
                    if (accept(text)) {
                        made.add(new Example(text, row.label()));
                        break;
                    }
                }
            }
        }
        return made;
    }

    /** Whether the text is new and says something; from now on it is not new any more. */
    public boolean accept(String text) {
        return !text.isBlank() && taken.add(text.strip());
    }

    private String changed(List<Piece> pieces, SplittableRandom random) {
        List<Piece> changed = new ArrayList<>(pieces);
        changed.replaceAll(piece -> replaced(piece, random));
        swap(changed, random);
        delete(changed, random);
        StringBuilder text = new StringBuilder();
        changed.forEach(piece -> text.append(piece.text()));
        return text.toString().strip().replaceAll(" {2,}", " ");
    }

    /** A synonym or a slip, not both. */
    private Piece replaced(Piece piece, SplittableRandom random) {
        if (!piece.word()) {
            return piece;
        }
        List<String> others = synonyms.of(piece.text());
        if (!others.isEmpty() && random.nextDouble() < settings.synonym()) {
            String other = others.get(random.nextInt(others.size()));
            return new Piece(like(piece.text(), other), true);
        }
        return random.nextDouble() < settings.typo()
                ? new Piece(Mistypings.in(piece, random), true)
                : piece;
    }

    /** With a capital where the word had one. */
    private static String like(String word, String other) {
        return Character.isUpperCase(word.charAt(0))
                ? Character.toUpperCase(other.charAt(0)) + other.substring(1)
                : other;
    }

    private void swap(List<Piece> pieces, SplittableRandom random) {
        int before = -1;
        for (int i = 0; i < pieces.size(); i++) {
            if (!pieces.get(i).word()) {
                continue;
            }
            if (before >= 0 && random.nextDouble() < settings.swap()) {
                Piece kept = pieces.get(before);
                pieces.set(before, pieces.get(i));
                pieces.set(i, kept);
                before = -1; // what was swapped stays where it is
            } else {
                before = i;
            }
        }
    }

    /** One word stays at least. */
    private void delete(List<Piece> pieces, SplittableRandom random) {
        long words = pieces.stream().filter(Piece::word).count();
        for (int i = pieces.size() - 1; i >= 0; i--) {
            boolean word = pieces.get(i).word();
            if (word && words > 1 && random.nextDouble() < settings.delete()) {
                pieces.remove(i);
                words--;
            }
        }
    }
}
