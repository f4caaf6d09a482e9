package io.kaiye.app;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.bench.ActiveBench;
import io.kaiye.bench.AdaptersBench;
import io.kaiye.bench.Bench;
import io.kaiye.bench.BenchContext;
import io.kaiye.bench.CleanBench;
import io.kaiye.bench.DataBench;
import io.kaiye.bench.DistilBench;
import io.kaiye.bench.DuplicatesBench;
import io.kaiye.bench.FewshotBench;
import io.kaiye.bench.GatewayBench;
import io.kaiye.bench.Int8Bench;
import io.kaiye.bench.KillBench;
import io.kaiye.bench.LabelErrorsBench;
import io.kaiye.bench.LedgerBench;
import io.kaiye.bench.LinearBench;
import io.kaiye.bench.PrivacyBench;
import io.kaiye.bench.ProbeBench;
import io.kaiye.bench.PruneBench;
import io.kaiye.bench.QuotaBench;
import io.kaiye.bench.ResumeBench;
import io.kaiye.bench.SalesBench;
import io.kaiye.bench.ScopeBench;
import io.kaiye.bench.ServeBench;
import io.kaiye.bench.SwapBench;
import io.kaiye.bench.TuneBench;
import io.kaiye.bench.TuneSpeedBench;
import io.kaiye.cli.Benches;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The benchmarks under src/bench, by name. */
final class BundledBenches implements Benches {
    private static final List<Bench> ALL =
            List.of(
                    new LinearBench(),
                    new ProbeBench(),
                    new TuneBench(),
                    new TuneSpeedBench(),
                    new ResumeBench(),
                    new FewshotBench(),
                    new DistilBench(),
                    new DuplicatesBench(),
                    new LabelErrorsBench(),
                    new ActiveBench(),
                    new DataBench(),
                    new LedgerBench(),
                    new SalesBench(),
                    new GatewayBench(),
                    new KillBench(),
                    new QuotaBench(),
                    new ScopeBench(),
                    new PruneBench(),
                    new AdaptersBench(),
                    new Int8Bench(),
                    new PrivacyBench(),
                    new ServeBench(),
                    new SwapBench(),
                    new CleanBench());

    @Override
    public Map<String, String> purposes() {
        Map<String, String> purposes = new LinkedHashMap<>();
        ALL.forEach(bench -> purposes.put(bench.name(), bench.purpose()));
        return purposes;
    }

    @Override
    public void run(
            String name,
            Path datasets,
            List<String> arguments,
            PrintStream out,
            Progress progress) {
        Bench bench = ALL.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow();
        try {
            Path work = Files.createTempDirectory("kaiye-bench-");
            try {
                bench.run(new BenchContext(datasets, work, arguments, out, progress));
            } finally {
                delete(work);
            }
        } catch (KaiyeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KaiyeException(ErrorCode.INTERNAL, "The benchmark was interrupted.", e);
        } catch (Exception e) {
            throw new KaiyeException(ErrorCode.INTERNAL, "Benchmark " + name + " failed: " + e, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
