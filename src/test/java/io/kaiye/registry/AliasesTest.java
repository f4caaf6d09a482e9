package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.base.FileTrees;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

class AliasesTest {
    private static Path temp = Path.of("");
    private static @Nullable Store store;
    private static int models;

    @BeforeContainer
    static void open() throws IOException {
        temp = Files.createTempDirectory("kaiye-aliases");
        store = Store.open(temp.resolve("home"));
    }

    @AfterContainer
    static void close() throws IOException {
        Objects.requireNonNull(store).close();
        FileTrees.delete(temp);
    }

    /** What a person would keep on paper: a pile of champions and one challenger. */
    private static final class Paper {
        private final Deque<Integer> champions = new ArrayDeque<>();
        private Optional<Integer> challenger = Optional.empty();
        private int versions;

        void register() {
            versions++;
            if (versions == 1) {
                champions.push(1);
            } else {
                challenger = Optional.of(versions);
            }
        }

        boolean promote(int number) {
            if (number > versions || Optional.of(number).equals(champion())) {
                return false;
            }
            champions.push(number);
            retire(number);
            return true;
        }

        boolean rollback() {
            if (champions.size() < 2) {
                return false;
            }
            champions.pop();
            retire(champions.element());
            return true;
        }

        Optional<Integer> champion() {
            return Optional.ofNullable(champions.peek());
        }

        private void retire(int number) {
            challenger = challenger.filter(other -> other != number);
        }
    }

    /** R registers, B rolls back, a digit promotes that version. */
    @Property(tries = 30)
    void sequencesOfMovesEndWhereTheyWouldOnPaper(@ForAll("sequences") List<String> steps) {
        String model = "m" + models++;
        Registry registry = new Registry(Objects.requireNonNull(store), () -> Artefacts.NOW, "ann");
        Paper paper = new Paper();
        for (String step : steps) {
            boolean done = attempt(() -> move(registry, model, step, paper.versions));
            assertEquals(movePaper(paper, step), done, steps + " at " + step);
            assertEquals(paper.champion(), number(registry, model, "champion"), steps.toString());
            assertEquals(paper.challenger, number(registry, model, "challenger"), steps.toString());
        }
    }

    @Provide
    Arbitrary<List<String>> sequences() {
        return Arbitraries.frequency(
                        Tuple.of(3, "R"),
                        Tuple.of(4, "B"),
                        Tuple.of(2, "1"),
                        Tuple.of(2, "2"),
                        Tuple.of(2, "3"),
                        Tuple.of(1, "4"))
                .list()
                .ofMinSize(1)
                .ofMaxSize(14);
    }

    private static boolean movePaper(Paper paper, String step) {
        return switch (step) {
            case "R" -> {
                paper.register();
                yield true;
            }
            case "B" -> paper.rollback();
            default -> paper.promote(Integer.parseInt(step));
        };
    }

    private static void move(Registry registry, String model, String step, int versions) {
        switch (step) {
            case "R" ->
                    registry.submit(
                            new Submission(
                                    model,
                                    Artefacts.linear(temp, model + versions),
                                    Artefacts.trained(1),
                                    Map.of(),
                                    Optional.empty(),
                                    "test"));
            case "B" -> registry.rollback(model, "not good");
            default -> registry.promote(model + "@" + step, "good");
        }
    }

    private static boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (KaiyeException e) {
            return false;
        }
    }

    private static Optional<Integer> number(Registry registry, String model, String alias) {
        try {
            return Optional.of(registry.resolve(model + "@" + alias).number());
        } catch (KaiyeException e) {
            return Optional.empty();
        }
    }
}
