package io.kaiye.train;

import io.kaiye.autograd.Precision;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.model.Base;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that decides what a fine-tuning comes to, by name: a run can be gone on with only where all
 * of it is the same.
 */
record RunIdentity(Map<String, String> values) {
    private static final String COMPUTED_IN = "computed in";
    private static final String SETTING = "setting ";

    static RunIdentity of(TrainingContext context, Base base, Precision precision) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("data", rowsHash(context));
        identity.put("base", base.contentHash());
        identity.put("seed", String.valueOf(context.seed()));
        identity.put(COMPUTED_IN, precision.name());
        identity.put("threads", String.valueOf(context.engine().threads()));
        context.tuning()
                .asMap()
                .forEach((name, value) -> identity.put(SETTING + name, String.valueOf(value)));
        identity.remove(SETTING + TuneSettings.MEMORY);
        context.teacher()
                .ifPresent(
                        teacher ->
                                teacher.asMap()
                                        .forEach(
                                                (name, value) ->
                                                        identity.put(name, String.valueOf(value))));
        return new RunIdentity(identity);
    }

    /** The same of a run that more decides. */
    RunIdentity with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(values);
        return new RunIdentity(all);
    }

    private static String rowsHash(TrainingContext context) {
        StringBuilder all = new StringBuilder();
        context.all()
                .forEach(
                        row ->
                                all.append(row.text())
                                        .append('\0')
                                        .append(row.label())
                                        .append('\n'));
        all.append(context.fitting().size());
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    /** In which numbers it is computed; empty if it does not say. */
    Optional<Precision> computedIn() {
        return Optional.ofNullable(values.get(COMPUTED_IN)).map(Precision::valueOf);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<String, String> entry : values.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    /** What {@link #write} wrote. */
    static RunIdentity read(DataInputStream in) throws IOException {
        Map<String, String> read = new LinkedHashMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            read.put(in.readUTF(), in.readUTF());
        }
        return new RunIdentity(read);
    }

    /**
     * Refuses to go on with another run. A setting that it does not know was what it is by default.
     *
     * @throws KaiyeException INVALID_ARGUMENT naming every difference
     */
    void requireSame(RunIdentity other) {
        Map<String, String> then = new LinkedHashMap<>();
        TuneSettings.usual().asMap().forEach((name, value) -> then.put(SETTING + name, value + ""));
        then.remove(SETTING + TuneSettings.MEMORY);
        then.putAll(other.values);
        Set<String> names = new LinkedHashSet<>(then.keySet());
        names.addAll(values.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String was = then.getOrDefault(name, "none");
            String now = values.getOrDefault(name, "none");
            if (!now.equals(was)) {
                differences.add(name + " was " + was + " and is now " + now);
            }
        }
        if (!differences.isEmpty()) {
            throw refusal(differences);
        }
    }

    static KaiyeException refusal(List<String> differences) {
        return new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "This run cannot be resumed with other data or settings: "
                        + String.join("; ", differences)
                        + ". Give what was given then, or leave --resume out to begin anew.");
    }
}
