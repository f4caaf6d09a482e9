package io.kaiye.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.kaiye.base.Json;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import io.kaiye.train.LinearFit;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * One whole process of {@link LinearBench}: reads a data set, trains with a tenth held out, refits,
 * answers the test rows, prints one line of JSON. Arguments: train file, test file, language, work
 * folder. The text is {@code subject}, if there is such a column, newline, {@code text}.
 */
public final class LinearRun {
    private static final double HELD_OUT = 0.1;
    private static final long SEED = 7;

    private LinearRun() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[3]);
        List<Example> train = rows(Path.of(arguments[0]));
        List<Example> test = rows(Path.of(arguments[1]));
        List<Example> kept = new ArrayList<>();
        List<Example> heldOut = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(SEED);
        train.forEach(row -> (random.nextDouble() < HELD_OUT ? heldOut : kept).add(row));
        List<String> labels =
                List.copyOf(new TreeSet<>(train.stream().map(Example::label).toList()));
        try (Engine engine = new Engine(io.kaiye.base.Machine.availableCores())) {
            LinearFit fit =
                    LinearFit.of(
                            labels, kept, heldOut, arguments[2], SEED, engine, Progress.silent());
            double held = accuracy(fit.heldOutScores(), labels, heldOut);
            fit.write(folder, fit.temperature(), true);
            Model model = engine.open(folder);
            List<String> texts = test.stream().map(Example::text).toList();
            float[][] answers = engine.runAll(model, texts, Want.PROBABILITIES, Progress.silent());
            Map<String, Object> line = new LinkedHashMap<>(fit.settings());
            line.put("heldOut", held);
            line.put("test", accuracy(answers, labels, test));
            line.put("sizeBytes", model.info().sizeBytes());
            System.out.println(Json.line(line));
        }
    }

    private static double accuracy(float[][] scores, List<String> labels, List<Example> rows) {
        int right = 0;
        for (int i = 0; i < scores.length; i++) {
            int best = 0;
            for (int label = 1; label < scores[i].length; label++) {
                best = scores[i][label] > scores[i][best] ? label : best;
            }
            right += labels.get(best).equals(rows.get(i).label()) ? 1 : 0;
        }
        return (double) right / scores.length;
    }

    static List<Example> rows(Path file) throws IOException {
        List<Example> rows = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
                CsvReader<NamedCsvRecord> reader =
                        CsvReader.builder()
                                .maxBufferSize(1 << 26)
                                .ofNamedCsvRecord(
                                        new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (NamedCsvRecord row : reader) {
                String subject = row.findField("subject").map(s -> s + "\n").orElse("");
                rows.add(new Example(subject + row.getField("text"), row.getField("label")));
            }
        }
        return rows;
    }
}
