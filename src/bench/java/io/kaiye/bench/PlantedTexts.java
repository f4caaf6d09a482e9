package io.kaiye.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Short texts with planted near copies, by a seed: four fifths sentences of made-up words with
 * Zipf's frequencies, one fifth Chinese characters. A third of the texts have copies with one to a
 * few changed, dropped, added or mistyped words, so that similarities are spread from 0.4 to 1.
 *
 * @param texts shuffled
 * @param families of each text: equal numbers are copies of one text; numbered as they were made
 */
record PlantedTexts(List<String> texts, List<Integer> families) {
    private static final int WORDS = 20_000;
    private static final int FIRST_HAN = 0x4e00;
    private static final int HAN = 3_000;
    private static final String[] SYLLABLES =
            ("ba be bi ca co da de di el en er fa fi ga go ha he in ka la le li ma me mi na ne no"
                            + " or pa pe ra re ri sa se si ta te ti to un va ve wa")
                    .split(" ");

    static PlantedTexts of(int count, long seed) {
        return new Maker(new SplittableRandom(seed)).make(count, seed);
    }

    private static final class Maker {
        private final SplittableRandom random;
        private final String[] words = new String[WORDS];

        Maker(SplittableRandom random) {
            this.random = random;
            for (int i = 0; i < WORDS; i++) {
                StringBuilder word = new StringBuilder();
                int syllables = i < 100 ? 1 + random.nextInt(2) : 2 + random.nextInt(3);
                for (int s = 0; s < syllables; s++) {
                    word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
                }
                words[i] = word.toString();
            }
        }

        PlantedTexts make(int count, long seed) {
            List<String> made = new ArrayList<>(count);
            List<Integer> families = new ArrayList<>(count);
            for (int family = 0; made.size() < count; family++) {
                boolean chinese = random.nextInt(5) == 0;
                List<String> tokens = tokens(chinese);
                int copies = random.nextInt(3) == 0 ? 1 + random.nextInt(random.nextInt(1, 5)) : 0;
                for (int copy = 0; copy <= copies && made.size() < count; copy++) {
                    List<String> some = copy == 0 ? tokens : changed(tokens, chinese);
                    made.add(String.join(chinese ? "" : " ", some));
                    families.add(family);
                }
            }
            Collections.shuffle(made, new Random(seed));
            Collections.shuffle(families, new Random(seed));
            return new PlantedTexts(made, families);
        }

        private List<String> tokens(boolean chinese) {
            int length = chinese ? random.nextInt(8, 40) : random.nextInt(5, 20);
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                tokens.add(token(chinese));
            }
            return tokens;
        }

        private String token(boolean chinese) {
            int bound = chinese ? HAN : WORDS;
            int rank = (int) (Math.pow(bound + 1, random.nextDouble()) - 1);
            return chinese ? Character.toString(FIRST_HAN + rank) : words[rank];
        }

        private List<String> changed(List<String> tokens, boolean chinese) {
            List<String> copy = new ArrayList<>(tokens);
            int changes = random.nextInt(4);
            for (int i = 0; i < changes && copy.size() > 2; i++) {
                int at = random.nextInt(copy.size());
                switch (random.nextInt(4)) {
                    case 0 -> copy.set(at, token(chinese));
                    case 1 -> copy.remove(at);
                    case 2 -> copy.add(at, token(chinese));
                    default -> copy.set(at, chinese ? token(true) : mistyped(copy.get(at)));
                }
            }
            return copy;
        }

        private String mistyped(String word) {
            int at = random.nextInt(word.length());
            return word.substring(0, at) + 'x' + word.substring(at + 1);
        }
    }
}
