package io.kaiye.label;

import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** A process that labels a queue until nothing is left, and says each task once it is kept. */
final class GivesLabels {
    private GivesLabels() {}

    /**
     * @param arguments the home, and the database as TestDatabase says it
     */
    public static void main(String[] arguments) {
        try (Store store = TestDatabase.open(arguments[0], arguments[1])) {
            Queues queues = new Queues(store, InstantSource.system());
            System.out.println("begins");
            Optional<Task> task = queues.next("q", "ann");
            while (task.isPresent()) {
                queues.give(order(task.get()));
                System.out.println("kept " + task.get().id());
                task = queues.next("q", "ann");
            }
            System.out.println("ends");
        }
    }

    static LabelOrder order(Task task) {
        return new LabelOrder(task.id(), "a", "ann", false, false, false, Optional.empty());
    }

    static Path home(Path folder) {
        return folder.resolve("home");
    }
}
