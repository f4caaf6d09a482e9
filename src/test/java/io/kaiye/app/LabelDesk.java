package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import io.kaiye.cli.Workbench;
import io.kaiye.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A home with a small dataset "desk" of three labels, and the commands on it. */
record LabelDesk(Path folder, Program kaiye) {
    private static final List<String> LABELS = List.of("delivery", "refund", "login");
    private static final List<String> TEXTS =
            List.of(
                    "where is my parcel number %d, the courier never came",
                    "please refund the money for my order %d to my card",
                    "I cannot sign in with my password since day %d");

    /** Before a test begins. */
    static final LabelDesk NONE = new LabelDesk(Path.of(""), new Program(Path.of("")));

    static LabelDesk imported(Path folder, InstantSource clock) throws IOException {
        LabelDesk desk = new LabelDesk(folder, new Program(folder.resolve("home"), clock));
        Path train = Files.writeString(folder.resolve("train.csv"), rows(0, 60));
        Path valid = Files.writeString(folder.resolve("valid.csv"), rows(60, 81));
        Path test = Files.writeString(folder.resolve("test.csv"), rows(81, 102));
        desk.ran("data import desk --train " + train + " --valid " + valid + " --test " + test);
        return desk;
    }

    Path home() {
        return folder.resolve("home");
    }

    static String truth(String text) {
        for (int label = 0; label < LABELS.size(); label++) {
            if (text.contains(TEXTS.get(label).substring(0, 12))) {
                return LABELS.get(label);
            }
        }
        throw new AssertionError("no label for " + text);
    }

    Dataset load(String name) {
        try (Workbench workbench = Platform.open(home())) {
            return workbench.datasets().load(name);
        }
    }

    static String rows(int from, int to) {
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = from; i < to; i++) {
            csv.append('"').append(TEXTS.get(i % 3).formatted(i)).append("\",");
            csv.append(LABELS.get(i % 3)).append('\n');
        }
        return csv.toString();
    }

    /** One text a line. */
    static String unlabelled(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(TEXTS.get(i % 3).formatted(i)).append('\n');
        }
        return lines.toString();
    }

    /** Runs a command that must not fail; arguments are divided at spaces. */
    Ran ran(String... command) {
        Ran ran = kaiye.run(String.join(" ", command).split(" "));
        assertEquals(0, ran.exitCode(), ran.err());
        return ran;
    }

    JsonNode json(String... command) throws IOException {
        return Json.mapper().readTree(ran("--json", String.join(" ", command)).out());
    }
}
