package io.kaiye.bench;

import io.kaiye.base.Machine;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.nio.file.Path;
import java.util.List;

/**
 * One whole process of {@link AdaptersBench}: opens the model folders it is given, has each answer
 * once, and prints the megabytes that the process then holds.
 */
public final class AdaptersRun {
    private AdaptersRun() {}

    public static void main(String[] folders) {
        Engine.runtimeVersion();
        try (Engine engine = new Engine(1)) {
            for (String folder : folders) {
                Model model = engine.open(Path.of(folder));
                model.run(List.of(model.prepare("where is my card")), Want.PROBABILITIES);
            }
            System.gc();
            System.out.println(Machine.residentBytes() >> 20);
        }
    }
}
