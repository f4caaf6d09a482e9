package io.kaiye.compress;

import io.kaiye.data.Example;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Everyday sentences that an encoder is judged on where no rows are given. */
final class SampleTexts {
    private SampleTexts() {}

    /** Unlabelled rows in a language: Chinese for zh, English for en, else both. */
    static List<Example> of(String language) {
        return switch (language) {
            case "zh" -> read("texts_zh.txt");
            case "en" -> read("texts_en.txt");
            default ->
                    java.util.stream.Stream.concat(
                                    read("texts_en.txt").stream(), read("texts_zh.txt").stream())
                            .toList();
        };
    }

    private static List<Example> read(String resource) {
        try (InputStream in = SampleTexts.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no " + resource + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> new Example(line, ""))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + resource, e);
        }
    }
}
