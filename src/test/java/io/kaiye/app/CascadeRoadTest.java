package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.cli.Workbench;
import io.kaiye.gateway.RungAnswers;
import io.kaiye.store.DatabaseAddress;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route from its lines in gateway.yaml to its thresholds, through the command line. */
class CascadeRoadTest {
    private static final List<String> LABELS = List.of("refund", "delivery", "billing");

    @TempDir private Path folder;
    private final FakeUpstream upstream = new FakeUpstream();
    private Path home;
    private Program kaiye;

    /** Knows the label that each text names, says it in capitals, and errs on every 50th. */
    private static final class FakeUpstream implements RungAnswers {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile int failsAt = -1;

        @Override
        public Said ask(String model, String message) {
            int number = asked.incrementAndGet();
            String question = message.substring(message.indexOf('?'));
            if (number == failsAt) {
                throw new io.kaiye.base.KaiyeException(
                        io.kaiye.base.ErrorCode.UPSTREAM_FAILED, "mini says 500.");
            }
            String label = LABELS.stream().filter(question::contains).findFirst().orElse("nothing");
            return new Said(
                    number % 50 == 0 ? "hm" : label.toUpperCase(java.util.Locale.ROOT) + "\n",
                    70,
                    40,
                    2);
        }

        @Override
        public long costMicrosExpected(String model, String message) {
            return 80;
        }
    }

    @BeforeEach
    void aTrainedModelAndARoute() throws IOException {
        home = folder.resolve("home");
        kaiye = new Program(home, this::workbench);
        Path train = Files.writeString(folder.resolve("train.csv"), rows(0, 120));
        Path test = Files.writeString(folder.resolve("test.csv"), rows(120, 600));
        kaiye.done(
                "data", "import", "desk", "--train", train.toString(), "--test", test.toString());
        kaiye.done("train", "desk", "--data", "desk", "--recipe", "linear");
        Files.writeString(
                home.resolve("gateway.yaml"),
                """
                upstreams:
                  - {id: openai, url: "http://127.0.0.1:9/v1", allow_private: true}
                models:
                  - id: mini
                    upstream: openai
                    name: mini
                    prices: [{from: 2026-01-01, input: 1, output: 1}]
                routes:
                  - id: support
                    rungs: [desk, mini]
                    target: 0.9
                    prompt: "Which of {{labels}} is this? {{text}}"
                """);
    }

    @Test
    void upstreamAnswersAreAskedOnceAndOnlyWhereTheirCostIsAllowed() throws IOException {
        assertTrue(kaiye.done("doctor").contains("no thresholds for the versions in service"));
        assertTrue(kaiye.done("cascade", "show", "support").contains("No thresholds yet"));
        assertTrue(kaiye.done("cascade", "show").contains("none: everything goes upstream"));
        Ran refused = kaiye.run("cascade", "calibrate", "support", "--data", "desk");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("600 answers of upstream models"), refused.err());
        assertTrue(refused.err().contains("$0.048"), refused.err());
        Ran dear =
                kaiye.run("cascade", "calibrate", "support", "--data", "desk", "--budget", "0.01");
        assertTrue(dear.err().contains("more than --budget $0.01"), dear.err());
        assertEquals(0, upstream.asked.get());

        String said =
                kaiye.done("cascade", "calibrate", "support", "--data", "desk", "--budget", "0.05");
        assertTrue(said.contains("quality  "), said);
        assertTrue(said.contains("against all upstream ($0.07)"), said);
        assertEquals(600, upstream.asked.get());
        JsonNode again = kaiye.json("cascade", "calibrate", "support", "--data", "desk");
        assertEquals(600, upstream.asked.get());
        JsonNode choice = again.path("choice");
        assertEquals("CERTIFIED", choice.path("outcome").asText(), again.toString());
        assertTrue(choice.path("chosen").path("quality").path("low").asDouble() >= 0.9);
        assertTrue(choice.path("chosen").path("costMicrosPer1000").asLong() < 70_000);

        String shown = kaiye.done("cascade", "show", "support");
        assertEquals(
                2, shown.lines().filter(line -> line.contains("  calibrated: ")).count(), shown);
        String all = kaiye.done("cascade", "show");
        assertTrue(all.contains("desk, mini") && all.contains("90.0%"), all);
        assertTrue(all.contains("desk 0.") || all.contains("desk 1."), all);
        assertEquals("support", kaiye.json("cascade", "show").path(0).path("route").asText());
        assertTrue(kaiye.done("doctor").contains("Route support"));
        assertTrue(kaiye.done("doctor").contains("calibrated on 600 rows of desk@"));
    }

    @Test
    void whatWasAnsweredBeforeAFailureIsNotPaidAgain() throws IOException {
        upstream.failsAt = 300;
        Ran failed = kaiye.run("cascade", "calibrate", "support", "--data", "desk", "--yes");
        assertTrue(failed.err().contains("mini says 500."), failed.err());
        upstream.failsAt = -1;
        kaiye.done("cascade", "calibrate", "support", "--data", "desk", "--yes");
        assertTrue(upstream.asked.get() <= 600 + 10, upstream.asked + " asked");
    }

    @Test
    void aNewVersionHasNoThresholds() throws IOException {
        kaiye.done(
                "cascade", "calibrate", "support", "--data", "desk", "--assume-upstream", "right");
        assertEquals(0, upstream.asked.get());
        assertTrue(kaiye.done("doctor").contains("calibrated on 600 rows"));
        kaiye.done("train", "desk", "--data", "desk", "--recipe", "linear", "--seed", "11");
        kaiye.done("models", "promote", "desk@2", "--reason", "newer");
        assertTrue(kaiye.done("doctor").contains("no thresholds for the versions in service"));
        kaiye.done("models", "rollback", "desk", "--reason", "older");
        assertTrue(kaiye.done("doctor").contains("calibrated on 600 rows"));
    }

    @Test
    void wrongUsageIsNamed() {
        refused("There is no route \"suport\". Did you mean \"support\"?", "suport");
        refused("has learnt from", "support", "desk:train");
        refused("cannot be shown on fewer than", "support", "desk", "--rows", "20");
        refused("--target is 1.5", "support", "desk", "--target", "1.5");
        refused("--against is 'truth'", "support", "desk", "--against", "truth");
        refused("accepted is right", "support", "desk", "--assume-upstream", "wrong");
        refused("--upstream-quality is 97", "support", "desk", "--upstream-quality", "97");
        refused("--budget is -1", "support", "desk", "--budget", "-1");
        assertTrue(kaiye.run("cascade").err().contains("calibrate, show"));
    }

    @Test
    void doctorReadsTheFileAsTheServerWould() throws IOException {
        assertTrue(kaiye.done("doctor").contains("1 upstreams, 1 models"));
        Files.writeString(home.resolve("gateway.yaml"), "upstreams: [{uri: 'http://x'}]");
        Ran broken = kaiye.run("doctor");
        assertEquals(1, broken.exitCode());
        assertTrue(broken.out().contains("Mend gateway.yaml"), broken.out());
    }

    private void refused(String words, String route, String... rest) {
        List<String> all = new ArrayList<>(List.of("cascade", "calibrate", route, "--data"));
        all.addAll(rest.length == 0 ? List.of("desk") : List.of(rest));
        kaiye.refused(words, all.toArray(String[]::new));
    }

    /** The real rooms, with another upstream. */
    private Workbench workbench(Path of, DatabaseAddress database) {
        Workbench real = Platform.open(of, database);
        return (Workbench)
                Proxy.newProxyInstance(
                        Workbench.class.getClassLoader(),
                        new Class<?>[] {Workbench.class},
                        (proxy, method, values) -> {
                            if (method.getName().equals("upstreams")) {
                                return upstream;
                            }
                            try {
                                return method.invoke(real, values);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static String rows(int from, int count) {
        List<String> openers =
                List.of("where is", "what about", "i wait for", "please check", "no word on");
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = from; i < from + count; i++) {
            String label = LABELS.get(i % 3);
            csv.append(openers.get(i % 5))
                    .append(" my ")
                    .append(label)
                    .append(" number ")
                    .append(i)
                    .append(',')
                    .append(label)
                    .append('\n');
        }
        return csv.toString();
    }
}
