package io.kaiye.train;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The embeddings of all texts of a training; equal texts are encoded once and share a vector. */
final class TextVectors {
    private final Map<String, float[]> vectors;
    private final int dimension;

    private TextVectors(Map<String, float[]> vectors, int dimension) {
        this.vectors = vectors;
        this.dimension = dimension;
    }

    /** Encodes every distinct text once. */
    static TextVectors encode(Engine engine, Model encoder, List<Example> rows, Progress progress) {
        List<String> texts = distinct(rows);
        float[][] encoded = engine.runAll(encoder, texts, Want.EMBEDDING, progress);
        Map<String, float[]> vectors = HashMap.newHashMap(texts.size());
        for (int i = 0; i < encoded.length; i++) {
            vectors.put(texts.get(i), encoded[i]);
        }
        return new TextVectors(vectors, encoder.info().dimension());
    }

    /** The texts without repetition, in order of their first row. */
    static List<String> distinct(List<Example> rows) {
        Set<String> texts = new LinkedHashSet<>();
        for (Example row : rows) {
            texts.add(row.text());
        }
        return new ArrayList<>(texts);
    }

    int dimension() {
        return dimension;
    }

    /** A vector per row, shared where texts are equal. */
    float[][] of(List<Example> rows) {
        float[][] result = new float[rows.size()][];
        for (int i = 0; i < result.length; i++) {
            float[] vector = vectors.get(rows.get(i).text());
            if (vector == null) {
                throw new IllegalStateException("row " + i + " was not encoded");
            }
            result[i] = vector;
        }
        return result;
    }
}
