package io.kaiye.govern;

import io.kaiye.store.Store;
import java.nio.file.Path;

/** Erases one person after the other and says whom. Arguments: home, first number. */
final class ErasesUntilKilled {
    private ErasesUntilKilled() {}

    public static void main(String[] arguments) {
        try (Home home = new Home(Store.open(Path.of(arguments[0])))) {
            home.persons.catchUp();
            for (int person = Integer.parseInt(arguments[1]); ; person++) {
                System.out.println("erasing " + person);
                System.out.flush();
                home.persons.erase(Home.query("person" + person));
            }
        }
    }
}
