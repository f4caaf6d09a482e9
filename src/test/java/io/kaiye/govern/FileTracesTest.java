package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTracesTest {
    private static final String ID = "5fae12c3" + "0".repeat(56);
    private static final String DESK = "desk@" + ID;
    private static final Predicate<String> TEXTS = Home.query("Zilpha").texts();

    @TempDir Path home;

    @Test
    void theProfileOfAVersionThatLostRowsGoesByItsName() throws IOException {
        file("reports/desk-5fae12c3-profile.html", "version 5fae12c3 of desk");
        file("reports/desk-11111111-profile.html", "version 11111111 of desk");
        assertEquals(
                List.of("reports/desk-5fae12c3-profile.html"),
                new FileTraces(home).clean(any -> true, false, List.of(DESK), List.of()));
        assertTrue(Files.exists(home.resolve("reports/desk-11111111-profile.html")));
    }

    @Test
    void linesThatQuoteThePersonGoAndNothingIsLeftBeside() throws IOException {
        Path aside =
                file("quarantine/desk-5fae12c3.jsonl", "{\"content\":\"Zilph\\u0061\"}\nfine\nok");
        Path other = file("quarantine/desk-11111111.jsonl", "zilpha\n");
        Path dead = file("quarantine/desk-5fae12c3.jsonl.999999999-1.part", "zilpha\n");
        Path living =
                file(
                        "quarantine/new.jsonl." + ProcessHandle.current().pid() + "-1.part",
                        "zilpha\n");
        FileTraces traces = new FileTraces(home);
        assertEquals(
                Map.of("quarantine/desk-5fae12c3.jsonl", 1, "quarantine/desk-11111111.jsonl", 1),
                traces.quarantined(TEXTS));
        assertEquals(
                List.of("quarantine/desk-5fae12c3.jsonl"),
                traces.clean(TEXTS, false, List.of(), List.of(DESK)));
        assertEquals("fine\nok\n", Files.readString(aside));
        assertEquals("zilpha\n", Files.readString(other));
        assertFalse(Files.exists(dead));
        assertTrue(Files.exists(living));
        assertEquals(List.of(), traces.clean(TEXTS, false, List.of(), List.of(DESK)));
        traces.clean(any -> true, false, List.of(), List.of(DESK));
        assertFalse(traces.quarantined().test(DESK));
        try (Stream<Path> there = Files.list(home.resolve("quarantine"))) {
            assertEquals(3, there.count());
        }
    }

    @Test
    void aLogThatIsOpenGoesOn() throws IOException {
        Path log = file("logs/kaiye-0.log", "one\nZILPHA\nbroken \n");
        try (OutputStream open = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
            open.write(new byte[] {(byte) 0xFF, '\n'});
            new FileTraces(home).clean(TEXTS, true, List.of(), List.of());
            open.write("two\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals("one\nbroken \n\uFFFD\ntwo\n", Files.readString(log));
    }

    private Path file(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
