package io.kaiye.bench;

import io.kaiye.compress.Quantizer;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.Set;

/** Makes the artefact folders that serving is measured with. */
final class BenchModels {
    private static final String BASE = "bge-small-en";

    private BenchModels() {}

    /** The bare encoder, every layer int8 unless {@code --fp32} was typed. */
    static Path encoder(BenchContext context) {
        Base base = new Bases(CacheFolder.find()).open(BASE);
        Path float32 = context.workFolder().resolve("float32");
        ModelFolder.writeEncoder(float32, base);
        if (context.flag("fp32")) {
            return float32;
        }
        Path int8 = context.workFolder().resolve("int8");
        ModelFolder.writeVariant(
                float32,
                int8,
                Quantizer.int8(ModelFolder.readGraph(float32), Set.of()),
                ModelInfo.INT8);
        return int8;
    }
}
