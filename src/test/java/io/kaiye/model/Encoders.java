package io.kaiye.model;

import java.util.HashMap;
import java.util.Map;

/** The bundled encoders, opened once for all tests because that takes long. */
final class Encoders {
    static final Engine ENGINE = new Engine(2);
    static final Bases BASES = new Bases(CacheFolder.find());
    private static final Map<String, Base> OPENED_BASES = new HashMap<>();
    private static final Map<String, Model> OPENED = new HashMap<>();

    private Encoders() {}

    static synchronized Base base(String name) {
        return OPENED_BASES.computeIfAbsent(name, BASES::open);
    }

    static synchronized Model model(String name) {
        return OPENED.computeIfAbsent(name, any -> ENGINE.open(base(name)));
    }
}
