package io.kaiye.registry;

import io.kaiye.store.Store;
import java.nio.file.Path;

/** Registers versions until it is killed; the argument holds the home. */
final class RegisteringProcess {
    private static final int VERSIONS_MAX = 2000;

    private RegisteringProcess() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try (Store store = Store.open(folder.resolve("home"))) {
            Registry registry = new Registry(store, () -> Artefacts.NOW, "child");
            for (int i = 0; i < VERSIONS_MAX; i++) {
                Artefacts.register(registry, folder, "loop", "weights" + i);
            }
        }
    }
}
