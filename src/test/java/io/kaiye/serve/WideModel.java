package io.kaiye.serve;

import io.kaiye.model.Input;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import io.kaiye.model.Pooling;
import io.kaiye.model.Want;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A classifier with many labels, all as likely. */
public final class WideModel implements LoadedModel {
    private final ModelInfo info;

    public WideModel(int labels) {
        info =
                new ModelInfo(
                        ModelInfo.FORMAT,
                        ModelKind.NEURAL,
                        IntStream.range(0, labels).mapToObj(i -> "label " + i).toList(),
                        1,
                        8,
                        Pooling.CLS,
                        "en",
                        1,
                        "wide",
                        ModelInfo.FLOAT32,
                        1);
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public Input prepare(String text) {
        return new Input(new int[0], new float[0], 1, false);
    }

    @Override
    public float[][] run(List<Input> batch, Want want) {
        int columns = want == Want.EMBEDDING ? 1 : info.labels().size();
        float[] row = new float[columns];
        Arrays.fill(row, 1f / columns);
        return batch.stream().map(input -> row).toArray(float[][]::new);
    }

    @Override
    public void close() {}
}
