package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import io.kaiye.train.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Embeddings of texts by a frozen encoder, which runs once over every distinct text. */
public final class Vectors {
    private final Engine engine;
    private final Bases bases;
    private final Progress progress;

    /** Encodes on the engine's threads; for one caller at a time. */
    public Vectors(Engine engine, Bases bases, Progress progress) {
        this.engine = engine;
        this.bases = bases;
        this.progress = progress;
    }

    /**
     * A vector of length 1 for each text; equal texts share one.
     *
     * @param base name or folder of an encoder; empty for the one that fits the language
     * @param language as a dataset's version says it
     * @throws KaiyeException UNSUPPORTED_MODEL if the base gives no embeddings
     */
    public float[][] of(List<String> texts, Optional<String> base, String language) {
        Base opened = bases.open(base.orElseGet(() -> Probe.baseFor(language)));
        try (Model encoder = engine.open(opened)) {
            if (!encoder.info().embeds()) {
                throw new KaiyeException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        "The base " + opened.name() + " gives no embeddings.");
            }
            List<String> distinct = new ArrayList<>(new LinkedHashSet<>(texts));
            float[][] encoded = engine.runAll(encoder, distinct, Want.EMBEDDING, progress);
            Map<String, float[]> byText = HashMap.newHashMap(distinct.size());
            for (int i = 0; i < encoded.length; i++) {
                byText.put(distinct.get(i), Space.unit(encoded[i]));
            }
            return texts.stream().map(byText::get).toArray(float[][]::new);
        }
    }
}
