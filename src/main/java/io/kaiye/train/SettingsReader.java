package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code --set name=value}; every problem is named at once. */
final class SettingsReader {
    /** Lowest and highest value by name; what is not named here is a word or yes/no. */
    private static final Map<String, double[]> BOUNDS = bounds();

    private static final Map<String, List<String>> WORDS =
            Map.of(
                    "schedule", Arrays.stream(Schedule.values()).map(Schedule::word).toList(),
                    "optimizer", List.of("adamw", "adam", "sgd"),
                    "precision", List.of("auto", "float32", "bfloat16"),
                    "labelWeights", List.of("true", "false"),
                    "join", List.of(TuneSettings.ENSEMBLE, TuneSettings.AVERAGE));

    /** What settings are called elsewhere. */
    private static final Map<String, String> OTHER_WORDS =
            Map.of(
                    "lr", "rate",
                    "learning_rate", "rate",
                    "learningRate", "rate",
                    "batch_size", "batch",
                    "batchSize", "batch",
                    "weight_decay", "weightDecay",
                    "label_smoothing", "smoothing",
                    "max_length", "tokens");

    private SettingsReader() {}

    static TuneSettings read(TuneSettings usual, Map<String, String> changes) {
        RecordComponent[] components = TuneSettings.class.getRecordComponents();
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        List<String> problems = new ArrayList<>();
        for (String name : changes.keySet()) {
            if (!names.contains(name)) {
                problems.add(
                        "There is no setting \""
                                + name
                                + "\"; there are "
                                + String.join(", ", names)
                                + ". "
                                + Suggestions.didYouMean(
                                                OTHER_WORDS.getOrDefault(name, name), names)
                                        .strip());
            }
        }
        Map<String, Object> values = new LinkedHashMap<>(usual.asMap());
        for (String name : names) {
            String given = changes.get(name);
            if (given != null) {
                try {
                    values.put(name, value(name, given.strip()));
                } catch (IllegalArgumentException e) {
                    problems.add(problem(name, given));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT, String.join(" ", problems).strip());
        }
        return make(components, values);
    }

    private static Object value(String name, String given) {
        List<String> words = WORDS.get(name);
        if (words != null) {
            if (!words.contains(given)) {
                throw new IllegalArgumentException(given);
            }
            return given;
        }
        double number = Double.parseDouble(given);
        double[] bounds = BOUNDS.getOrDefault(name, new double[] {0, 0});
        if (!(number >= bounds[0] && number <= bounds[1])) {
            throw new IllegalArgumentException(given);
        }
        return number;
    }

    private static String problem(String name, String given) {
        List<String> words = WORDS.get(name);
        double[] bounds = BOUNDS.getOrDefault(name, new double[] {0, 0});
        String accepted =
                words != null
                        ? String.join(", ", words)
                        : "numbers from " + number(bounds[0]) + " to " + number(bounds[1]);
        return "The setting " + name + " is \"" + given + "\"; accepted are " + accepted + ".";
    }

    /** A setting's value as one would type it. */
    static String shown(Object value) {
        return value instanceof Number number ? number(number.doubleValue()) : value.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }

    private static TuneSettings make(RecordComponent[] components, Map<String, Object> values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = values.getOrDefault(components[i].getName(), "");
            arguments[i] = converted(types[i], value);
        }
        try {
            return TuneSettings.class.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object converted(Class<?> type, Object value) {
        if (type == int.class) {
            return ((Number) value).intValue();
        }
        if (type == double.class) {
            return ((Number) value).doubleValue();
        }
        if (type == boolean.class) {
            return Boolean.valueOf(String.valueOf(value));
        }
        if (type == Schedule.class) {
            return Schedule.valueOf(String.valueOf(value).toUpperCase(Locale.ROOT));
        }
        return value;
    }

    private static Map<String, double[]> bounds() {
        return Map.ofEntries(
                Map.entry("epochs", new double[] {0, 1000}),
                Map.entry("batch", new double[] {1, 4096}),
                Map.entry("rate", new double[] {0, 1}),
                Map.entry("headRate", new double[] {0, 10}),
                Map.entry("warmup", new double[] {0, 1}),
                Map.entry("momentum", new double[] {0, 0.9999}),
                Map.entry("weightDecay", new double[] {0, 1}),
                Map.entry("clip", new double[] {0, 1e6}),
                Map.entry("accumulate", new double[] {1, 1024}),
                Map.entry("dropout", new double[] {0, 0.9}),
                Map.entry("smoothing", new double[] {0, 0.9}),
                Map.entry("focus", new double[] {0, 10}),
                Map.entry("layerDecay", new double[] {0.1, 1}),
                Map.entry("layers", new double[] {0, 1000}),
                Map.entry("average", new double[] {0, 1}),
                Map.entry("interpolate", new double[] {0, 1}),
                Map.entry("patience", new double[] {0, 1000}),
                Map.entry("tokens", new double[] {TuneSettings.TOKENS_MIN, 8192}),
                Map.entry("studentLayers", new double[] {0, 1000}),
                Map.entry("rank", new double[] {1, 256}),
                Map.entry("alpha", new double[] {0, 4096}),
                Map.entry("seeds", new double[] {1, 16}),
                Map.entry("memoryMb", new double[] {0, 1 << 24}));
    }
}
