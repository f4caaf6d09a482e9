package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearRepeatsTest {
    private static final Progress SILENT = Progress.silent();
    private static final ProfileLooks LOOKS =
            new ProfileLooks(
                    Optional.empty(),
                    Optional.of(
                            texts -> {
                                throw new AssertionError("near texts were looked for twice");
                            }));

    @TempDir Path folder;

    @Test
    void theProfileCountsNearRowsWithinSplitsAndAcrossThem() throws IOException {
        try (Desk desk = new Desk(folder)) {
            Path train =
                    desk.file(
                            "train.csv",
                            """
                            text,label
                            where is my new bank card now,card
                            where is my new bank card now?,lost
                            where is my new bank card,card
                            我的银行卡在哪里丢了,card
                            something else altogether,lost
                            """);
            Path test =
                    desk.file(
                            "test.csv",
                            """
                            text,label
                            我的银行卡在哪里丢了呢,card
                            this is said only once,lost
                            """);
            desk.trainAndTest(train, test);
            Profile profile = Desk.profile(desk.datasets.load("desk"));
            NearRepeats near = profile.nearRepeats().orElseThrow();
            assertEquals(0, profile.duplicateRows());
            assertEquals(
                    Map.of(SplitName.TRAIN, 2, SplitName.VALID, 0, SplitName.TEST, 0), near.rows());
            assertEquals(1, near.otherLabelRows());
            assertEquals(1, near.examples().size(), "equal ones are no examples");
            assertEquals(1, near.leaks().size());
            NearRepeats.NearLeak leak = near.leaks().getFirst();
            assertEquals(SplitName.TEST, leak.split());
            assertEquals(SplitName.TRAIN, leak.earlier());
            assertEquals(1, leak.rows());
            assertEquals(0.9, leak.examples().getFirst().similarity());
            assertEquals("\"我的银行卡在哪里丢了呢\"", leak.examples().getFirst().text());
            TextProfile both = desk.datasets.profileText(desk.datasets.find("desk"), LOOKS, SILENT);
            assertEquals(profile, both.rows());
            assertEquals(3, both.table().near().orElseThrow().rows());
        }
    }

    @Test
    void longTextsAreShownWhereTheyDiffer() {
        String start = "the same words stand at the start of these two texts, all of them: ";
        assertEquals(
                "\"…texts, all of them: here they end in one way\"",
                Refusal.shown(start + "here they end in one way", start + "there"));
        assertEquals("\"short\"", Refusal.shown("short", "shore"));
        assertEquals("\"" + start.substring(0, 60) + "…\"", Refusal.shown(start, "other"));
    }
}
