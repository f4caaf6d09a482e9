package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Derivation;
import io.kaiye.data.Example;
import io.kaiye.data.SplitName;
import io.kaiye.data.Terms;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files, each cleaned, joined in one version. */
class LineageTest {
    private Home home;
    private DatasetVersion left;
    private DatasetVersion right;
    private DatasetVersion cleaned;
    private DatasetVersion joined;

    @BeforeEach
    void versions(@TempDir Path folder) throws IOException {
        home = new Home(Store.open(folder.resolve("home")));
        left = imported("left", folder, "one,a\ntwo,b\n");
        right = imported("right", folder, "three,a\nfour,b\n");
        cleaned = step("left", "clean", List.of(left), "one", "two");
        joined = step("both", "join", List.of(cleaned, right), "one", "three");
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void everyStepStandsAfterAllItsParents() {
        Lineage lineage = lineage(joined);
        assertEquals(
                List.of(0, 0, 1, 2), lineage.steps().stream().map(Lineage.Step::depth).toList());
        assertEquals(joined, lineage.steps().getLast().version());
        assertTrue(
                lineage.steps().stream()
                        .allMatch(step -> step.who().filter("tester"::equals).isPresent()));
        assertEquals(
                Map.of(SplitName.TRAIN, 4, SplitName.VALID, 0, SplitName.TEST, 0),
                joined.making().orElseThrow().rowsIn());
        assertEquals(List.of(), lineage.derived());
        assertEquals(List.of(joined.reference()), lineage(right).derived());
        assertEquals(1, lineage(left).steps().size());
    }

    @Test
    void thePageDrawsEveryStepOnceAndEscapesNames() {
        String page = LineagePage.of(lineage(joined));
        assertEquals(4, page.split("<rect ", -1).length - 1);
        assertEquals(3, page.split("<path ", -1).length - 1);
        assertTrue(page.contains("{&quot;why&quot;:&quot;&lt;b&gt;&quot;}"), page);
        assertFalse(page.contains("<b>"), page);
    }

    private Lineage lineage(DatasetVersion version) {
        return Lineage.of(
                version,
                home.datasets.list(),
                List.of(),
                new Lineage.Facts(home.audit::maker, home.datasets::erased));
    }

    private DatasetVersion imported(String name, Path folder, String rows) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".csv"), "text,label\n" + rows);
        return home.importText(name, file, Terms.UNSAID);
    }

    private DatasetVersion step(
            String name, String step, List<DatasetVersion> parents, String a, String b) {
        return home.datasets.keep(
                new Derivation(name, step, Map.of("why", "<b>"), parents),
                Map.of(SplitName.TRAIN, List.of(new Example(a, "a"), new Example(b, "b"))));
    }
}
