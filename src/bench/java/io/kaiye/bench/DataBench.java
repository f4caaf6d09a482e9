package io.kaiye.bench;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;
import java.util.Locale;

/**
 * Work on tables, a row for each part: what it took, and its bar. {@code bench data profile} runs
 * one part; {@code --megabytes} makes its file smaller, {@code --seed} another.
 */
public final class DataBench implements Bench {
    private static final List<DataPart> PARTS = List.of(new ProfilePart());

    @Override
    public String name() {
        return "data";
    }

    @Override
    public String purpose() {
        return "tables: profile of a 1 GB CSV (<= 20 s and 1.5 GB resident)";
    }

    @Override
    public void run(BenchContext context) throws Exception {
        List<DataPart> wanted =
                PARTS.stream().filter(part -> context.arguments().contains(part.name())).toList();
        refuseUnknown(context);
        context.out().println(BenchContext.machineLine());
        for (DataPart part : wanted.isEmpty() ? PARTS : wanted) {
            part.run(context);
        }
    }

    /** The first argument names a part, unless it is an option. */
    private static void refuseUnknown(BenchContext context) {
        List<String> names = PARTS.stream().map(DataPart::name).toList();
        context.arguments().stream()
                .limit(1)
                .filter(first -> !first.startsWith("--") && !names.contains(first))
                .forEach(
                        first -> {
                            throw new KaiyeException(
                                    ErrorCode.INVALID_ARGUMENT,
                                    "There is no part \""
                                            + first
                                            + "\"; accepted are "
                                            + String.join(", ", names)
                                            + ".");
                        });
    }

    /** A row: what was done, wall clock, processor time, peak memory, and whether it is enough. */
    static void row(
            BenchContext context,
            String what,
            CommandRun.Took took,
            double secondsMax,
            long mbMax) {
        boolean met = took.seconds() <= secondsMax && took.peakMb() <= mbMax;
        context.out()
                .printf(
                        Locale.ROOT,
                        "%-32s %6.1f s  %6.1f CPU s  %,6d MB   bar <= %.0f s, <= %,d MB: %s%n",
                        what,
                        took.seconds(),
                        took.cpuSeconds(),
                        took.peakMb(),
                        secondsMax,
                        mbMax,
                        met ? "met" : "MISSED");
    }
}
