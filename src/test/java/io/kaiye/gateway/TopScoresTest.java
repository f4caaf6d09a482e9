package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TopScoresTest {
    @Property(tries = 300)
    void areThoseOfASortedList(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int scores,
            @ForAll @IntRange(min = 1, max = 70) int count) {
        Random random = new Random(seed);
        float[] row = new float[scores];
        for (int i = 0; i < scores; i++) {
            row[i] = random.nextInt(20) / 20f;
        }
        int[] sorted =
                IntStream.range(0, scores)
                        .boxed()
                        .sorted((a, b) -> Float.compare(row[b], row[a]))
                        .limit(count)
                        .mapToInt(Integer::intValue)
                        .toArray();
        assertArrayEquals(sorted, TopScores.places(row, count));
    }
}
