package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Near duplicates and divisions of public data sets, where there are any. */
class NearRealDataTest {
    private static final Path FOLDER =
            Path.of(System.getenv().getOrDefault("KAIYE_DATASETS", "datasets"));

    @TempDir Path temp;

    @Test
    void bankFaqsHas1339DifferentQuestions() {
        try (Desk desk = new Desk(temp)) {
            desk.columns("question", "label");
            if (imported(desk, "bank_faqs/all.csv")) {
                NearDuplicates equal = NearDuplicates.of(texts(desk), 1, 7);
                assertTrue(distinct(equal) <= 1339, distinct(equal) + "");
                assertEquals(1339, new HashSet<>(texts(desk)).size());
                sameAsBruteForce(texts(desk));
                dividesWithoutLeaks(desk);
            }
        }
    }

    @Test
    void shortMessagesAreDividedWithoutLeaks() {
        try (Desk desk = new Desk(temp)) {
            if (imported(desk, "sms_spam/all.csv")) {
                sameAsBruteForce(texts(desk).subList(0, 2000));
                dividesWithoutLeaks(desk);
            }
        }
    }

    @Test
    void chineseReviewsAreDividedWithoutLeaks() {
        try (Desk desk = new Desk(temp)) {
            if (imported(desk, "chnsenticorp_htl/train.csv.gz", "chnsenticorp_htl/test.csv")) {
                sameAsBruteForce(texts(desk).subList(0, 1000));
                dividesWithoutLeaks(desk);
            }
        }
    }

    @Test
    void banking77HasNearLeaksAsPublishedAndNoneDividedAnew() {
        try (Desk desk = new Desk(temp)) {
            if (imported(desk, "banking77/train.csv", "banking77/test.csv")) {
                Profile profile = Desk.profile(desk.datasets.load("desk"));
                NearRepeats near = profile.nearRepeats().orElseThrow();
                assertTrue(near.leaks().getFirst().rows() > profile.leaks().getFirst().rows());
                dividesWithoutLeaks(desk);
            }
        }
    }

    private static boolean imported(Desk desk, String... names) {
        List<Path> files = Stream.of(names).map(FOLDER::resolve).toList();
        if (!files.stream().allMatch(Files::exists)) {
            return false;
        }
        if (files.size() == 1) {
            desk.train(files.getFirst());
        } else {
            desk.trainAndTest(files.get(0), files.get(1));
        }
        return true;
    }

    /** By every way that such rows allow; no row is lost unreported. */
    private static void dividesWithoutLeaks(Desk desk) {
        DatasetVersion parent = desk.datasets.find("desk");
        int rows = parent.rows().values().stream().mapToInt(some -> some).sum();
        for (SplitBy by : List.of(SplitBy.STRATIFIED, SplitBy.GROUP, SplitBy.KFOLD)) {
            SplitRequest request =
                    new SplitRequest(
                            parent.reference(),
                            by,
                            by == SplitBy.GROUP ? Optional.of("text") : Optional.empty(),
                            Optional.empty(),
                            3,
                            0.1,
                            0.2,
                            7,
                            true,
                            0.8);
            SplitOutcome outcome = desk.datasets.split(request);
            int out = outcome.dropped().stream().mapToInt(SplitOutcome.Dropped::rows).sum();
            for (DatasetVersion made : outcome.versions()) {
                Dataset dataset = desk.datasets.load(made.reference());
                int left = made.rows().values().stream().mapToInt(some -> some).sum();
                assertEquals(rows, left + out, by.word());
                double wanted = by == SplitBy.KFOLD ? rows / 3.0 : 0.2 * rows;
                assertEquals(wanted, dataset.test().size(), 0.02 * rows, by.word());
                Profile profile = Desk.profile(dataset);
                assertEquals(List.of(), profile.nearRepeats().orElseThrow().leaks());
            }
        }
    }

    /** Pairs at 0.8 by comparing all texts with all. */
    private static void sameAsBruteForce(List<String> texts) {
        int[] leaders = NearDuplicates.of(texts).leaders();
        Shingles shingles = new Shingles();
        List<Set<Integer>> sets = new ArrayList<>();
        for (String text : texts) {
            sets.add(new HashSet<>(Arrays.stream(shingles.of(text)).boxed().toList()));
        }
        int pairs = 0;
        int found = 0;
        for (int b = 0; b < texts.size(); b++) {
            for (int a = 0; a < b; a++) {
                if (near(sets.get(a), sets.get(b))) {
                    pairs++;
                    found += leaders[a] == leaders[b] ? 1 : 0;
                }
            }
        }
        assertTrue(found >= 0.95 * pairs, found + " of " + pairs);
    }

    private static boolean near(Set<Integer> a, Set<Integer> b) {
        Set<Integer> small = a.size() < b.size() ? a : b;
        Set<Integer> large = a.size() < b.size() ? b : a;
        int misses = large.size() / 5;
        if (small.size() < 0.8 * large.size()) {
            return false;
        }
        int shared = 0;
        int seen = 0;
        for (int shingle : small) {
            shared += large.contains(shingle) ? 1 : 0;
            seen++;
            if (seen - shared > misses) {
                return false;
            }
        }
        return (double) shared / (a.size() + b.size() - shared) >= 0.8;
    }

    private static List<String> texts(Desk desk) {
        Dataset dataset = desk.datasets.load("desk");
        return Stream.concat(dataset.train().stream(), dataset.test().stream())
                .map(Example::text)
                .toList();
    }

    private static long distinct(NearDuplicates near) {
        return Arrays.stream(near.leaders()).distinct().count();
    }
}
