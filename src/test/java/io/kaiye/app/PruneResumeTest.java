package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pruning in a process of its own that is killed, as by {@code kill -9}, and resumed. */
@Timeout(300)
class PruneResumeTest {
    private static final String TYPED =
            "compress desk@1 --data desk --max-loss 50 --set epochs=6 --set precision=float32";

    private static final long LOOK_MILLIS = 10;

    @TempDir Path folder;

    @Test
    void aKilledPruningIsResumedToTheSameVersion() throws Exception {
        Program kaiye = new Program(folder.resolve("home"));
        kaiye.done("data", "import", "desk", rows().toString());
        kaiye.done("train desk --data desk --recipe probe --base bge-small-zh");
        Path state = folder.resolve("home/checkpoints/desk.pruning");
        String half = TYPED + " --prune 0.5";
        kaiye.refused("--resume is given without --prune", "compress desk --data desk --resume");
        kaiye.refused("There is no unfinished pruning of desk to resume", half + " --resume");
        killInTheSecondEpoch(half, state);
        kaiye.refused("share was 0.5 and is now 0.25", TYPED + " --prune 0.25 --resume");
        assertTrue(Files.isRegularFile(state));
        JsonNode resumed = kaiye.json(half + " --resume");
        assertFalse(Files.exists(state));
        JsonNode unbroken = kaiye.json(half);
        assertEquals("2", resumed.path("after").path("number").asText(), resumed.toString());
        assertEquals(resumed.path("after").path("id"), unbroken.path("after").path("id"));
        assertEquals(
                resumed.path("after").path("files").path("model.onnx"),
                unbroken.path("after").path("files").path("model.onnx"));
        assertTheReportsSayWhoLearnt(kaiye);
    }

    private void killInTheSecondEpoch(String typed, Path state) throws Exception {
        String home = folder.resolve("home").toString();
        try (ChildJvm child =
                ChildJvm.start(Main.class, ("--home " + home + " " + typed).split(" "))) {
            while (!Files.isRegularFile(state)) {
                assertTrue(child.isAlive(), "it ended before its first checkpoint");
                Thread.sleep(LOOK_MILLIS);
            }
            FileTime first = Files.getLastModifiedTime(state);
            while (Files.getLastModifiedTime(state).equals(first)) {
                assertTrue(child.isAlive(), "it ended before its second checkpoint");
                Thread.sleep(LOOK_MILLIS);
            }
            child.kill();
        }
    }

    /**
     * The pruned version learnt again, an int8 version of it did not; Chinese rows, Chinese pages.
     */
    private void assertTheReportsSayWhoLearnt(Program kaiye) throws IOException {
        String pruned = Files.readString(folder.resolve("home/reports/desk-2.html"));
        assertTrue(pruned.contains("学习过程"), pruned);
        assertFalse(pruned.contains("的学习曲线"), pruned);
        kaiye.done("compress desk@2 --data desk --max-loss 50");
        String small = Files.readString(folder.resolve("home/reports/desk-3.html"));
        assertTrue(small.contains("这是 desk@2 的学习曲线"), small);
    }

    private Path rows() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 120; i++) {
            rows.append(i % 2 == 0 ? "快递怎么还没到呢第" : "我要退款把钱还给我第")
                    .append(i)
                    .append(i % 2 == 0 ? "次,parcel\n" : "次,refund\n");
        }
        return Files.writeString(folder.resolve("desk.csv"), rows);
    }
}
