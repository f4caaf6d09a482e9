package io.kaiye.label;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The slips of typing: swapped, lost, doubled and neighbouring keys; homophones in Chinese. */
final class Mistypings {
    private static final String[] KEYS = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
    private static final Map<Integer, String> HOMOPHONES = homophones();

    private Mistypings() {}

    /** The word with one slip; a word that none fits stays as it is. */
    static String in(Pieces.Piece piece, SplittableRandom random) {
        return piece.isHan() ? han(piece.text(), random) : latin(piece.text(), random);
    }

    private static String han(String word, SplittableRandom random) {
        int at = random.nextInt(word.length());
        String others = HOMOPHONES.get((int) word.charAt(at));
        if (others == null) {
            return word;
        }
        char other = others.charAt(random.nextInt(others.length()));
        return word.substring(0, at) + other + word.substring(at + 1);
    }

    /**
     * The first letter is hardly ever mistyped, and a short word is hardly ever recognised then.
     */
    private static String latin(String word, SplittableRandom random) {
        if (word.length() < 4) {
            return word;
        }
        int at = 1 + random.nextInt(word.length() - 2);
        String before = word.substring(0, at);
        String after = word.substring(at + 1);
        char letter = word.charAt(at);
        return switch (random.nextInt(4)) {
            case 0 -> before + after.charAt(0) + letter + after.substring(1);
            case 1 -> before + after;
            case 2 -> before + letter + letter + after;
            default -> before + neighbour(letter, random) + after;
        };
    }

    private static char neighbour(char letter, SplittableRandom random) {
        for (String row : KEYS) {
            int at = row.indexOf(letter);
            if (at >= 0) {
                boolean left = at == row.length() - 1 || (at > 0 && random.nextBoolean());
                return row.charAt(left ? at - 1 : at + 1);
            }
        }
        return letter;
    }

    private static Map<Integer, String> homophones() {
        Map<Integer, String> others = new HashMap<>();
        List<String> groups = Synonyms.resource("mistypings_zh.txt");
        groups.stream()
                .filter(group -> !group.startsWith("#") && group.length() > 1)
                .forEach(
                        group ->
                                group.chars()
                                        .forEach(
                                                c ->
                                                        others.put(
                                                                c,
                                                                group.replace(
                                                                        Character.toString(c),
                                                                        ""))));
        return Map.copyOf(others);
    }
}
