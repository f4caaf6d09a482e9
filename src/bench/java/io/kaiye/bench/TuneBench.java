package io.kaiye.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fine-tuning on public data sets against its bars. Every training is a process of its own; the
 * test split is read once for each, by the float model and by its int8 version. {@code --only NAME}
 * does one case, {@code --seeds N} another number of seeds.
 */
public final class TuneBench implements Bench {
    private static final long FIRST_SEED = 1;

    private static final List<Case> CASES =
            List.of(
                    Case.of("all", "banking77", "tune", 3, ">= 94.0%", 0.94),
                    Case.of("top4", "banking77", "tune", 3, ">= 94.0%", 0.94, "layers=4"),
                    Case.of(
                            "seeds",
                            "banking77",
                            "tune",
                            1,
                            ">= 94.5%",
                            0.945,
                            "layers=4",
                            "seeds=3"),
                    Case.of("blend", "banking77", "blend", 3, ">= 94.0%", 0.94, "layers=4"),
                    Case.of(
                            "blend-seeds",
                            "banking77",
                            "blend",
                            1,
                            ">= 94.5%",
                            0.945,
                            "layers=4",
                            "seeds=3"),
                    Case.of("lora", "banking77", "lora", 1, "within 0.3 points of all", 0),
                    Case.of("sst2", "sst2", "tune", 1, ">= 90%", 0.9),
                    Case.of("chnsenticorp", "chnsenticorp_htl", "tune", 1, ">= 92%", 0.92),
                    Case.of("chn-blend", "chnsenticorp_htl", "blend", 1, ">= 92%", 0.92),
                    Case.of(
                            "chn-blend3",
                            "chnsenticorp_htl",
                            "blend",
                            1,
                            ">= 92%",
                            0.92,
                            "seeds=3"),
                    Case.of("20news", "20newsgroups", "tune", 1, ">= 87.5%", 0.875),
                    Case.of(
                            "20news-blend",
                            "20newsgroups",
                            "blend",
                            1,
                            ">= 87.5%",
                            0.875,
                            "layers=4"),
                    Case.of("tnews-linear", "tnews", "linear", 1, "beside the next", 0),
                    Case.of("tnews", "tnews", "tune", 1, ">= 6 points above linear", 0));

    /**
     * What is trained on what.
     *
     * @param bar lowest mean accuracy on the test split; 0 where it is measured against another
     *     case
     */
    private record Case(
            String name,
            String folder,
            String recipe,
            int seeds,
            String barWords,
            double bar,
            List<String> settings) {
        static Case of(
                String name,
                String folder,
                String recipe,
                int seeds,
                String barWords,
                double bar,
                String... settings) {
            return new Case(name, folder, recipe, seeds, barWords, bar, List.of(settings));
        }
    }

    @Override
    public String name() {
        return "tune";
    }

    @Override
    public String purpose() {
        return "fine-tuning on five public data sets against its bars (--only CASE)";
    }

    @Override
    public void run(BenchContext context) throws IOException, InterruptedException {
        List<Case> wanted = wanted(context);
        context.out().println(BenchContext.machineLine());
        line(context, "case", "seed", "held out", "test", "int8", "seconds", "CPU s", "peak MB");
        for (Case one : wanted) {
            long seeds = context.number("seeds", one.seeds());
            double sum = 0;
            double small = 0;
            for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
                JsonNode made = one(context, one, seed);
                sum += made.get("test").asDouble() / seeds;
                small += made.path("int8").asDouble() / seeds;
            }
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%-13s mean %s%s  bar %s%s%n",
                            one.name(),
                            percent(sum),
                            small > 0 ? ", int8 " + percent(small) : "",
                            one.barWords(),
                            one.bar() == 0 ? "" : sum >= one.bar() ? "  met" : "  MISSED");
        }
    }

    private static List<Case> wanted(BenchContext context) {
        int at = context.arguments().indexOf("--only");
        if (at < 0) {
            return CASES;
        }
        List<String> names =
                at + 1 < context.arguments().size()
                        ? Arrays.asList(context.arguments().get(at + 1).split(",", -1))
                        : List.of();
        List<Case> found = CASES.stream().filter(one -> names.contains(one.name())).toList();
        if (found.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--only takes names of cases, joined by commas: "
                            + String.join(", ", CASES.stream().map(Case::name).toList())
                            + ".");
        }
        return found;
    }

    private static JsonNode one(BenchContext context, Case one, long seed)
            throws IOException, InterruptedException {
        Path work = context.workFolder().resolve(one.name() + "-" + seed);
        Files.createDirectories(work);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                file(context, one, "train").toString(),
                                file(context, one, "test").toString(),
                                language(one),
                                one.recipe(),
                                String.valueOf(seed),
                                work.toString()));
        arguments.addAll(one.settings());
        JsonNode made = BenchProcess.run(context, TuneRun.class, arguments);
        line(
                context,
                one.name(),
                String.valueOf(seed),
                percent(made.get("heldOut").asDouble()),
                percent(made.get("test").asDouble()),
                made.has("int8") ? percent(made.get("int8").asDouble()) : "-",
                whole(made.get("seconds")),
                whole(made.get("processorSeconds")),
                whole(made.get("peakMb")));
        if (made.get("adapterBytes").asLong() > 0) {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%-13s adapter %.2f MB  bar <= 3 MB%n",
                            one.name(),
                            made.get("adapterBytes").asLong() / 1e6);
        }
        return made;
    }

    private static Path file(BenchContext context, Case one, String split) {
        String plain = one.folder() + "/" + split + ".csv";
        boolean packed = Files.isRegularFile(context.datasets().resolve(plain + ".gz"));
        return context.data(packed ? plain + ".gz" : plain);
    }

    private static String language(Case one) {
        return Map.of("chnsenticorp_htl", "zh", "tnews", "zh").getOrDefault(one.folder(), "en");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share * 100);
    }

    private static String whole(JsonNode number) {
        return String.format(Locale.ROOT, "%.0f", number.asDouble());
    }

    private static void line(BenchContext context, String... cells) {
        context.out().printf(Locale.ROOT, "%-13s %4s %9s %8s %8s %8s %7s %8s%n", (Object[]) cells);
    }
}
