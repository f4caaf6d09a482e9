package io.kaiye.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Json;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Copies spooled rows into one file for each split, and picks up the texts of some. */
final class RowDivider {
    private static final int BUFFER_BYTES = 1 << 16;

    private final RowTable table;
    private final BitSet wanted;
    private final Map<Integer, String> texts = new HashMap<>();
    private final ByteArrayOutputStream wantedLine = new ByteArrayOutputStream();

    RowDivider(RowTable table, BitSet wanted) {
        this.table = table;
        this.wanted = wanted;
    }

    /** Texts of the wanted rows by row number. */
    Map<Integer, String> texts() {
        return texts;
    }

    /** The files, in {@code folder}. */
    Map<SplitName, Path> divide(Path spool, Path folder) {
        Map<SplitName, Path> files = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            files.put(split, folder.resolve(split.word() + ".jsonl"));
        }
        try (InputStream in = Files.newInputStream(spool);
                OutputStream train = output(files, SplitName.TRAIN);
                OutputStream valid = output(files, SplitName.VALID);
                OutputStream test = output(files, SplitName.TEST)) {
            copy(
                    in,
                    split ->
                            switch (split) {
                                case TRAIN -> train;
                                case VALID -> valid;
                                case TEST -> test;
                            });
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
        return files;
    }

    private void copy(InputStream in, Function<SplitName, OutputStream> outputs)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        int row = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int start = 0;
            while (start < read) {
                int end = start;
                while (end < read && buffer[end] != '\n') {
                    end++;
                }
                boolean whole = end < read;
                int length = end - start + (whole ? 1 : 0);
                outputs.apply(table.split(row)).write(buffer, start, length);
                if (wanted.get(row)) {
                    wantedLine.write(buffer, start, length);
                    if (whole) {
                        pickUp(row);
                    }
                }
                row += whole ? 1 : 0;
                start += length;
            }
        }
    }

    private void pickUp(int row) throws IOException {
        JsonNode line = Json.mapper().readTree(wantedLine.toByteArray());
        texts.put(row, line.get("text").asText());
        wantedLine.reset();
    }

    private static OutputStream output(Map<SplitName, Path> files, SplitName split)
            throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(files.getOrDefault(split, Path.of(""))), BUFFER_BYTES);
    }
}
