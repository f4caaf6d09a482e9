package io.kaiye.cli;

import io.kaiye.base.Suggestions;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.Deidentification;
import io.kaiye.data.DeidentifiedVersion;
import io.kaiye.privacy.KindCounts;
import io.kaiye.privacy.TokenVault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A version in which personal data is replaced. */
@Command(
        name = "deidentify",
        description = "Replace personal data; reports how often each kind was found, no values.")
final class DataDeidentifyCommand implements Callable<Integer> {
    private static final int COLUMNS_SHOWN = 20;

    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    @Mixin private PrivacyOptions options = new PrivacyOptions();

    @Option(names = "--as", paramLabel = "NAME", description = "Another name for what comes out.")
    private @Nullable String name;

    @Option(names = "--dry-run", description = "Count what would be replaced; store nothing.")
    private boolean dryRun;

    DataDeidentifyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var datasets = session.workbench().datasets();
        DatasetVersion parent = datasets.find(reference);
        Optional<TokenVault> vault = options.vault(!dryRun);
        Deidentification how;
        DeidentifiedVersion done;
        try {
            how = options.deidentification(vault);
            done = deidentified(datasets, parent, how, vault);
        } finally {
            vault.ifPresent(TokenVault::close);
        }
        List<String> passedOver = options.passedOver(parent, how.seesNumbers());
        return session.result(lines(parent, done, passedOver), json(done, passedOver));
    }

    private DeidentifiedVersion deidentified(
            Datasets datasets,
            DatasetVersion parent,
            Deidentification how,
            Optional<TokenVault> vault) {
        return datasets.deidentify(
                parent.fullReference(),
                name == null ? parent.name() : name,
                how,
                dryRun,
                () -> vault.ifPresent(TokenVault::save),
                session.progress());
    }

    private static List<String> lines(
            DatasetVersion parent, DeidentifiedVersion done, List<String> passedOver) {
        List<String> lines = new ArrayList<>();
        lines.add(
                done.version()
                        .map(made -> made.reference() + " from " + parent.reference())
                        .orElse("Would be replaced in " + parent.reference()));
        Table table = new Table("column", "kind", "found");
        new TreeMap<>(done.counts())
                .forEach(
                        (column, counts) ->
                                counts.byWord()
                                        .forEach(
                                                (kind, count) ->
                                                        table.row(
                                                                column,
                                                                kind,
                                                                Numbers.grouped(count))));
        if (done.counts().isEmpty()) {
            lines.add("No personal data of these kinds was found.");
        } else {
            lines.addAll(table.lines());
        }
        new TreeMap<>(done.few())
                .forEach(
                        (column, counts) ->
                                counts.byWord()
                                        .forEach(
                                                (kind, count) ->
                                                        lines.add(few(column, kind, count))));
        new TreeMap<>(done.rest()).forEach((column, count) -> lines.add(rest(column, count)));
        if (!passedOver.isEmpty()) {
            lines.add(
                    "Not looked through, for they are no text: "
                            + Suggestions.list(passedOver, COLUMNS_SHOWN)
                            + ". Where one holds personal data, name it:  --whole COLUMN=KIND");
        }
        done.version()
                .ifPresent(
                        made ->
                                lines.add(
                                        "The values are still in "
                                                + parent.reference()
                                                + " and the files it came from."));
        return lines;
    }

    private static String few(String column, String kind, long count) {
        return "Left as it is: "
                + column
                + ", where "
                + Numbers.grouped(count)
                + (count == 1 ? " number looks" : " numbers look")
                + " like "
                + kind
                + ", fewer than half. If it holds personal data:  --whole "
                + column
                + "="
                + kind;
    }

    private static String rest(String column, long count) {
        return "Left as "
                + (count == 1 ? "it is" : "they are")
                + ": "
                + Numbers.grouped(count)
                + (count == 1 ? " number of " : " numbers of ")
                + column
                + " that "
                + (count == 1 ? "looks" : "look")
                + " like nothing known. To replace the whole column:  --whole "
                + column
                + "=KIND";
    }

    private static Map<String, Object> json(DeidentifiedVersion done, List<String> passedOver) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", done.version());
        Map<String, Map<String, Long>> columns = new TreeMap<>();
        done.counts().forEach((column, counts) -> columns.put(column, counts.byWord()));
        json.put("columns", columns);
        KindCounts all = done.all();
        json.put("kinds", all.byWord());
        Map<String, Map<String, Long>> few = new TreeMap<>();
        done.few().forEach((column, counts) -> few.put(column, counts.byWord()));
        json.put("few", few);
        json.put("rest", new TreeMap<>(done.rest()));
        json.put("passedOver", passedOver);
        return json;
    }
}
