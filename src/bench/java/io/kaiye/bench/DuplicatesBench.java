package io.kaiye.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Near duplicates among a million short texts, in a process of its own with a heap of 1 GB: time,
 * peak memory, and recall against brute force on a sample. {@code --texts}, {@code --sample} and
 * {@code --seed} change that.
 */
public final class DuplicatesBench implements Bench {
    private static final long TEXTS = 1_000_000;
    private static final long SAMPLE = 20_000;
    private static final List<String> BANDS = List.of("0.80", "0.85", "0.90", "1.00");

    @Override
    public String name() {
        return "duplicates";
    }

    @Override
    public String purpose() {
        return "near duplicates in a million short texts (<= 60 s), recall against brute force"
                + " (>= 0.95)";
    }

    @Override
    public void run(BenchContext context) throws IOException, InterruptedException {
        List<String> arguments =
                List.of(
                        Long.toString(context.number("texts", TEXTS)),
                        Long.toString(context.number("sample", SAMPLE)),
                        Long.toString(context.number("seed", 7)));
        List<String> command =
                new ArrayList<>(BenchProcess.command(DuplicatesRun.class.getName(), arguments));
        command.add(command.indexOf("-cp"), "-Xmx1g");
        context.out().println(BenchContext.machineLine());
        JsonNode seen = BenchProcess.run(context, command);
        report(context, arguments, seen);
    }

    private static void report(BenchContext context, List<String> arguments, JsonNode seen) {
        double seconds = seen.path("seconds").asDouble();
        context.out()
                .printf(
                        Locale.ROOT,
                        """
                        texts                          %,d
                        search                         %.1f s, %.1f CPU s
                        peak resident memory           %,d MB, texts and all
                        clusters                       %,d of %,d texts
                        texts not compared with all    %,d
                        copies of a text with one      %,d of %,d found, %,d joined wrongly
                        """,
                        Long.parseLong(arguments.getFirst()),
                        seconds,
                        seen.path("cpuSeconds").asDouble(),
                        number(seen, "peakMb"),
                        number(seen, "clusters"),
                        number(seen, "textsInClusters"),
                        number(seen, "unfinished"),
                        number(seen, "twinFound"),
                        number(seen, "twinPairs"),
                        number(seen, "twinJoinedWrongly"));
        double recall = recalls(context, seen);
        context.out()
                .printf(
                        Locale.ROOT,
                        "bar <= 60 s: %s; bar recall >= 0.95 among %s texts: %.4f %s%n",
                        seconds <= 60 ? "met" : "MISSED",
                        arguments.get(1),
                        recall,
                        recall >= 0.95 ? "met" : "MISSED");
    }

    /** A line for each band of similarity; the recall of all together. */
    private static double recalls(BenchContext context, JsonNode seen) {
        long pairs = 0;
        long found = 0;
        for (String band : BANDS) {
            long some = number(seen, "pairs" + band);
            long foundOfThem = number(seen, "found" + band);
            context.out()
                    .printf(
                            Locale.ROOT,
                            "recall, similarity from %s   %.4f of %,d pairs%n",
                            band,
                            (double) foundOfThem / Math.max(1, some),
                            some);
            pairs += some;
            found += foundOfThem;
        }
        return (double) found / Math.max(1, pairs);
    }

    private static long number(JsonNode seen, String name) {
        return seen.path(name).asLong();
    }
}
