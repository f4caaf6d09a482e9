package io.kaiye.bench;

import io.kaiye.base.Machine;
import io.kaiye.privacy.PersonalDataFinder;
import io.kaiye.privacy.PersonalDataKind;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many bytes of UTF-8 a second are looked through, texts over all cores. The bar is 20 MB/s on
 * two cores; it is judged by their processor time, which other work on the machine does not change
 * much.
 */
record PrivacySpeed(BenchContext context) {
    private static final double BAR_MB = 20;
    private static final int CHARACTERS_EACH = 1 << 22;
    private static final int PIECE_CHARACTERS = 1 << 14;
    private static final int ROUNDS = 11;
    private static final int WARM_UP = 4;

    void print(List<PrivacyTruth> presidio, List<PrivacyTruth> chinese) {
        context.out().println();
        for (String what : List.of("identifiers", "all kinds")) {
            boolean isBar = what.equals("identifiers");
            Set<PersonalDataKind> kinds =
                    isBar ? PersonalDataKind.identifiers() : PersonalDataKind.all();
            print(what + ", Presidio's sentences", kinds, pieces(presidio), isBar);
            print(what + ", Chinese sentences", kinds, pieces(chinese), isBar);
        }
    }

    /** The texts one after the other, again and again, cut into pieces like pages. */
    private static List<String> pieces(List<PrivacyTruth> texts) {
        String once = texts.stream().map(PrivacyTruth::text).collect(Collectors.joining("\n"));
        String all = once.repeat(1 + CHARACTERS_EACH / once.length());
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at + PIECE_CHARACTERS <= CHARACTERS_EACH; at += PIECE_CHARACTERS) {
            pieces.add(all.substring(at, at + PIECE_CHARACTERS));
        }
        return pieces;
    }

    private void print(
            String what, Set<PersonalDataKind> kinds, List<String> texts, boolean isBar) {
        PersonalDataFinder finder = new PersonalDataFinder(kinds);
        double bytes =
                texts.stream().mapToLong(t -> t.getBytes(StandardCharsets.UTF_8).length).sum();
        Rate[] rates = new Rate[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            rates[round] = rate(finder, texts, bytes);
        }
        Rate rate =
                Arrays.stream(rates)
                        .skip(WARM_UP)
                        .sorted(Comparator.comparingDouble(Rate::byClock))
                        .toList()
                        .get((ROUNDS - WARM_UP) / 2);
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-38s %6.1f MB/s on %d cores, %5.1f for each second of a core%s%n",
                        what,
                        rate.byClock(),
                        Machine.availableCores(),
                        rate.ofCore(),
                        isBar
                                ? "  bar >= 20 on 2 cores  "
                                        + (rate.byClock() >= BAR_MB ? "met" : "MISSED")
                                : "");
    }

    /** MB for each second of the clock, and for each second of a core's time. */
    private record Rate(double byClock, double ofCore) {}

    private static Rate rate(PersonalDataFinder finder, List<String> texts, double bytes) {
        long start = System.nanoTime();
        long used = processorNanos();
        long found = texts.parallelStream().mapToLong(text -> finder.find(text).size()).sum();
        if (found == 0) {
            throw new IllegalStateException("nothing was found");
        }
        double nanos = System.nanoTime() - start;
        return new Rate(bytes * 1e3 / nanos, bytes * 1e3 / (processorNanos() - used));
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
