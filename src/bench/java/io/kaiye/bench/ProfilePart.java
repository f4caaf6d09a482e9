package io.kaiye.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code data profile} of a large CSV: the whole command in a process of its own, its HTML report
 * included. The file has just been written, so that it is read from the system's cache.
 */
final class ProfilePart implements DataPart {
    private static final long MEGABYTES = 1000;
    private static final double SECONDS_MAX = 20;
    private static final long PEAK_MB_MAX = 1500;

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public void run(BenchContext context) throws IOException, InterruptedException {
        long megabytes = context.number("megabytes", MEGABYTES);
        Path file = context.workFolder().resolve("large.csv");
        long rows = new LargeCsv(context.number("seed", 7)).write(file, megabytes * 1_000_000);
        CommandRun.Took took =
                CommandRun.run(
                        context,
                        List.of(
                                "--home",
                                context.workFolder().resolve("home").toString(),
                                "--json",
                                "data",
                                "profile",
                                file.toString()));
        JsonNode profile =
                Json.parse(Files.readString(took.output(), StandardCharsets.UTF_8), JsonNode.class);
        Files.delete(file);
        long seen = profile.path("rows").path("TRAIN").asLong();
        if (seen != rows) {
            throw new IllegalStateException("of " + rows + " rows " + seen + " were profiled");
        }
        DataBench.row(
                context,
                String.format(Locale.ROOT, "profile of a %,d MB CSV", megabytes),
                took,
                SECONDS_MAX,
                PEAK_MB_MAX);
        context.out()
                .printf(
                        Locale.ROOT,
                        "    %,d rows, %d columns, %,d values missing%n",
                        rows,
                        profile.path("columns").size(),
                        missing(profile));
    }

    private static long missing(JsonNode profile) {
        long missing = 0;
        for (JsonNode column : profile.path("columns")) {
            missing += column.path("missing").asLong();
        }
        return missing;
    }
}
