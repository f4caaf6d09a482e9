package io.kaiye.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.SplittableRandom;

/**
 * Orders of a made-up shop as CSV: numbers, dates, categories in two scripts, codes, texts of four
 * to 27 words, and missing values. The same seed gives the same file.
 */
final class LargeCsv {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int ROWS_AT_ONCE = 500;
    private static final LocalDateTime START = LocalDateTime.of(2025, 1, 1, 0, 0);
    private static final LocalDate FIRST_DAY = LocalDate.of(2010, 1, 1);
    private static final int SECONDS_A_YEAR = 31_536_000;
    private static final int DAYS = 5_840;

    private static final String[] TOWNS = {
        "Berlin",
        "Shanghai",
        "Paris",
        "Lagos",
        "Toronto",
        "Lima",
        "Oslo",
        "Kyoto",
        "北京",
        "Austin",
        "Porto",
        "Hanoi"
    };
    private static final String[] STATES = {"new", "paid", "sent", "returned", "lost"};
    private static final String[] WORDS =
            ("the order came late and box was open we want our money back please send another one"
                            + " soon service good price fair my card did not work at all yesterday"
                            + " refund parcel delivery customer account login invoice address"
                            + " changed again thank you")
                    .split(" ");

    private final SplittableRandom random;

    LargeCsv(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Writes rows until there are so many bytes, and says how many rows that took. */
    long write(Path file, long bytes) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES)) {
            StringBuilder text =
                    new StringBuilder(
                            "id,created,day,town,state,amount,weight,score,visits,rate,active,"
                                    + "code,text,label\n");
            long written = 0;
            long rows = 0;
            while (written < bytes) {
                for (int i = 0; i < ROWS_AT_ONCE; i++) {
                    row(text, ++rows);
                }
                byte[] some = text.toString().getBytes(StandardCharsets.UTF_8);
                out.write(some);
                written += some.length;
                text.setLength(0);
            }
            return rows;
        }
    }

    private void row(StringBuilder text, long id) {
        double normal =
                Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                        * Math.cos(2 * Math.PI * random.nextDouble());
        text.append(id).append(',');
        text.append(START.plusSeconds(random.nextInt(SECONDS_A_YEAR)).withNano(0)).append(',');
        text.append(FIRST_DAY.plusDays(random.nextInt(DAYS))).append(',');
        text.append(TOWNS[(int) (TOWNS.length * Math.pow(random.nextDouble(), 2))]).append(',');
        text.append(STATES[random.nextInt(STATES.length)]).append(',');
        text.append(Math.round(100 * Math.exp(3 + normal)) / 100.0).append(',');
        text.append(random.nextInt(20) == 0 ? "" : Math.round(1000 * (70 + 12 * normal)) / 1000.0);
        text.append(',').append(random.nextInt(10) == 0 ? "" : random.nextInt(101));
        text.append(',').append(random.nextInt(100_000));
        text.append(',').append(random.nextInt(10_000) / 10_000.0);
        text.append(',').append(random.nextBoolean());
        text.append(",C").append(Integer.toHexString(random.nextInt(1 << 20))).append(',');
        int words = 4 + random.nextInt(24);
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        text.append(random.nextInt(10) < 7 ? ",ok\n" : ",complaint\n");
    }
}
