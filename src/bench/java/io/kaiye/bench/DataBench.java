package io.kaiye.bench;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;
import java.util.Locale;

/**
 * Every bar of the data room in one run. {@code bench data profile} runs one part; {@code
 * --megabytes} makes the file of the profile smaller, {@code --seed} another.
 */
public final class DataBench implements Bench {
    private static final List<DataPart> PARTS =
            List.of(
                    new ProfilePart(),
                    part("clean", new CleanBench()),
                    part("duplicates", new DuplicatesBench()),
                    part("privacy", new PrivacyBench()),
                    part("labels", new LabelErrorsBench()),
                    part("active", new ActiveBench()));

    @Override
    public String name() {
        return "data";
    }

    @Override
    public String purpose() {
        return "the data room, in one run: profile, clean, duplicates, privacy, labels, active";
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

    /** Another benchmark as a part of this one. */
    private static DataPart part(String name, Bench bench) {
        return new DataPart() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void run(BenchContext context) throws Exception {
                context.out().printf("%n%s (kaiye bench %s)%n", name, bench.name());
                bench.run(context);
            }
        };
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
