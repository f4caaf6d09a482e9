package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-05-01");

    @ParameterizedTest
    @CsvSource({
        "CC-BY-NC-4.0,commercial",
        "CC BY-NC-SA 3.0,commercial",
        "cc-by-nc,commercial",
        "PolyForm-Noncommercial-1.0.0,commercial",
        "for research only,commercial",
        "仅供研究使用,commercial",
        "CC-BY-ND-4.0,derived",
        "CC_BY_ND,derived",
        "none,nobody allowed",
        "UNKNOWN,nobody allowed",
        "NOASSERTION,nobody allowed",
        "All rights reserved,nobody allowed",
        "CC-BY-4.0,",
        "CC0-1.0,",
        "MIT,",
        "Apache-2.0,",
        "ODC-By-1.0,",
        "Unlicense,",
        "our own,"
    })
    void aLicenceIsRefusedOnlyWhereItIsKnownNotToAllowIt(String licence, String why) {
        Optional<String> said = TermsCheck.whyNot(licence);
        if (why == null) {
            assertEquals(Optional.empty(), said);
        } else {
            assertTrue(said.orElse("").contains(why), licence + ": " + said);
        }
    }

    @Test
    void whatIsUnsaidIsOnlyWorthAWord(@TempDir Path folder) throws IOException {
        try (Desk desk = new Desk(folder)) {
            DatasetVersion version = desk.split(desk.file("a.csv", "text,label\na,b\nc,d\n"));
            List<TermsCheck.Objection> all = TermsCheck.of(version, "train", TODAY);
            assertEquals(1, all.size());
            assertTrue(all.stream().noneMatch(TermsCheck.Objection::refuses));
        }
    }

    @Test
    void termsAreAPartOfTheIdAndAreInherited(@TempDir Path folder) throws IOException {
        try (Desk desk = new Desk(folder)) {
            Path file = desk.file("a.csv", "text,label\na,b\nc,d\n");
            DatasetVersion one = held(desk, file, terms("MIT", "2027-01-31", "train", "evaluate"));
            DatasetVersion other = held(desk, file, terms("CC0-1.0", "2026-12-31", "train"));
            DatasetVersion none = desk.train(file);
            assertNotEquals(one.id(), other.id());
            assertNotEquals(one.id(), none.id());
            assertEquals(one, held(desk, file, one.terms().orElseThrow()));

            DatasetVersion both = join(desk, List.of(one, other, none));
            Terms terms = both.terms().orElseThrow();
            assertEquals(Optional.of("MIT AND CC0-1.0"), terms.licence());
            assertEquals(List.of("train"), terms.purposes());
            assertEquals(Optional.of(LocalDate.parse("2026-12-31")), terms.deleteBy());
            DatasetVersion measured = held(desk, file, terms("MIT", "2027-01-31", "evaluate"));
            assertThrows(KaiyeException.class, () -> join(desk, List.of(other, measured)));
        }
    }

    @Test
    void rowsFromElsewhereBringTheirTermsAlong(@TempDir Path folder) throws IOException {
        try (Desk desk = new Desk(folder)) {
            Path file = desk.file("a.csv", "text,label\na,b\nc,d\n");
            DatasetVersion parent = held(desk, file, terms("MIT", "2027-01-31", "train"));
            Terms added = terms("CC0-1.0", "2026-12-31", "train", "evaluate");
            Derivation step =
                    new Derivation("both", "join", Map.of(), List.of(parent), Optional.of(added));
            DatasetVersion made =
                    desk.datasets.keep(
                            step, Map.of(SplitName.TRAIN, List.of(new Example("a", "b"))));
            assertEquals(
                    Terms.together(List.of(parent.terms().orElseThrow(), added)), made.terms());
            assertEquals("2026-12-31", made.terms().orElseThrow().deleteBy().get().toString());
        }
    }

    private static DatasetVersion join(Desk desk, List<DatasetVersion> parents) {
        return desk.datasets.keep(
                new Derivation("both", "join", Map.of(), parents),
                Map.of(SplitName.TRAIN, List.of(new Example("a", "b"), new Example("c", "d"))));
    }

    private static DatasetVersion held(Desk desk, Path file, Terms terms) {
        return desk.datasets.importFiles(
                new ImportRequest(
                        "desk",
                        List.of(),
                        List.of(file),
                        List.of(),
                        List.of(),
                        desk.settings,
                        Optional.empty(),
                        Optional.of(terms)),
                Progress.silent());
    }

    private static Terms terms(String licence, String deleteBy, String... purposes) {
        return new Terms(
                Optional.empty(),
                Optional.of(licence),
                Optional.empty(),
                List.of(purposes),
                Optional.of(LocalDate.parse(deleteBy)));
    }
}
