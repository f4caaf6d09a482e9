package io.kaiye.compress;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.Engine;
import io.kaiye.model.Head;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.Want;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small Chinese encoder that tells parcels from refunds. */
final class Parcels {
    static final List<String> LABELS = List.of("parcel", "refund");
    static final List<Example> ROWS = rows(96);

    private Parcels() {}

    /**
     * Writes it.
     *
     * @param folder takes the bare encoder, too, as "encoder"
     * @return its artefact folder
     */
    static Path classifier(Engine engine, Bases bases, Path folder) {
        Base base = bases.open("bge-small-zh");
        Path encoder = folder.resolve("encoder");
        ModelFolder.writeEncoder(encoder, base);
        Path model = folder.resolve("model");
        ModelFolder.writeClassifier(model, base, head(engine, encoder));
        return model;
    }

    /** The difference of the mean vectors, which tells these rows apart. */
    private static Head head(Engine engine, Path encoder) {
        try (Model model = engine.open(encoder)) {
            float[][] vectors =
                    engine.runAll(
                            model,
                            ROWS.stream().map(Example::text).toList(),
                            Want.EMBEDDING,
                            Progress.silent());
            float[][] weights = new float[2][vectors[0].length];
            float[] bias = new float[2];
            float[] middle = new float[vectors[0].length];
            for (int row = 0; row < vectors.length; row++) {
                int label = LABELS.indexOf(ROWS.get(row).label());
                for (int i = 0; i < middle.length; i++) {
                    weights[label][i] += 40 * vectors[row][i] / vectors.length;
                    middle[i] += vectors[row][i] / vectors.length;
                }
            }
            for (int label = 0; label < 2; label++) {
                for (int i = 0; i < middle.length; i++) {
                    bias[label] -= weights[label][i] * middle[i];
                }
            }
            return new Head(LABELS, weights, bias, 1);
        }
    }

    private static List<Example> rows(int count) {
        String[][] sayings = {
            {"快递怎么还没到", "包裹在哪里", "物流几天没有更新了", "什么时候发货"},
            {"我要退款", "钱什么时候退回来", "把钱还给我", "退款还没有到账"}
        };
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String saying = sayings[i % 2][i / 2 % 4];
            rows.add(new Example(saying + "第" + i + "次", LABELS.get(i % 2)));
        }
        return rows;
    }
}
