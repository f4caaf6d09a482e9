package io.kaiye.evaluate;

import io.kaiye.data.ColumnProfile;
import io.kaiye.data.TableProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What stands out in a profile, worst first: what a reader should know before the figures. */
final class ProfileFindings {
    private static final double MISSING_MUCH = 0.2;
    private static final double OUTLIERS_MANY = 0.05;
    private static final double UNEVEN = 10;
    private static final int COLUMNS_NAMED = 6;

    private final Words words;
    private final TableProfile profile;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * A sentence.
     *
     * @param level "bad" for what makes results wrong, "look" for what a person should look at
     */
    record Finding(String level, String text) {}

    private ProfileFindings(Words words, TableProfile profile) {
        this.words = words;
        this.profile = profile;
    }

    static List<Finding> of(TableProfile profile, List<String> more, Words words) {
        ProfileFindings found = new ProfileFindings(words, profile);
        found.rows();
        found.labels();
        more.forEach(text -> found.findings.add(new Finding("look", text)));
        found.columns();
        found.findings.sort(Comparator.comparing(finding -> !finding.level().equals("bad")));
        return List.copyOf(found.findings);
    }

    private void rows() {
        if (profile.quarantined() > 0) {
            add("bad", "find.quarantined", Format.count(profile.quarantined()));
        }
        for (TableProfile.Overlap overlap : profile.overlaps()) {
            if (overlap.rows() > 0) {
                long all = profile.rows().getOrDefault(overlap.split(), 0L);
                add(
                        "bad",
                        overlap.byText() ? "find.overlapText" : "find.overlapRow",
                        Format.count(overlap.rows()),
                        ProfileFigures.share(overlap.rows(), all),
                        words.text("split." + overlap.split().word()),
                        words.text("split." + overlap.earlier().word()));
            }
        }
        profile.personalData()
                .filter(some -> !some.isEmpty())
                .ifPresent(
                        some ->
                                add(
                                        "bad",
                                        "find.personal",
                                        names(
                                                some.stream()
                                                        .map(TableProfile.PersonalData::column)
                                                        .distinct()
                                                        .toList())));
        if (profile.duplicateRows() > 0) {
            add(
                    "look",
                    "find.duplicates",
                    Format.count(profile.duplicateRows()),
                    ProfileFigures.share(profile.duplicateRows(), profile.allRows()));
        }
        profile.near()
                .filter(near -> near.rows() > 0)
                .ifPresent(
                        near ->
                                add(
                                        "look",
                                        "find.near",
                                        Format.count(near.rows()),
                                        ProfileFigures.share(near.rows(), profile.allRows())));
    }

    private void labels() {
        profile.labels()
                .filter(labels -> labels.imbalance() >= UNEVEN)
                .ifPresent(
                        labels ->
                                add(
                                        "look",
                                        "find.uneven",
                                        labels.counts().getFirst().label(),
                                        ProfileFigures.number(Math.rint(labels.imbalance())),
                                        labels.counts().getLast().label()));
        profile.doubtedLabels()
                .map(some -> some.stream().mapToLong(TableProfile.DoubtedLabel::rows).sum())
                .filter(rows -> rows > 0)
                .ifPresent(rows -> add("look", "find.doubted", Format.count(rows)));
    }

    private void columns() {
        List<ColumnProfile> columns = profile.columns();
        named("find.empty", columns, column -> column.kind() == ColumnProfile.Kind.EMPTY);
        named(
                "find.constant",
                columns,
                column -> column.distinct() == 1 && column.rows() > 1 && column.missing() == 0);
        named(
                "find.missing",
                columns,
                column ->
                        column.kind() != ColumnProfile.Kind.EMPTY
                                && column.missing() >= MISSING_MUCH * column.rows());
        named(
                "find.outliers",
                columns,
                column ->
                        column.outliers()
                                .map(
                                        some ->
                                                some.rows()
                                                        > OUTLIERS_MANY
                                                                * (column.rows()
                                                                        - column.missing()))
                                .orElse(false));
    }

    private void named(String key, List<ColumnProfile> columns, Predicate<ColumnProfile> which) {
        List<String> some = columns.stream().filter(which).map(ColumnProfile::name).toList();
        if (!some.isEmpty()) {
            add("look", some.size() == 1 ? key + ".one" : key, names(some));
        }
    }

    private String names(List<String> all) {
        List<String> some = all.stream().limit(COLUMNS_NAMED).map(ProfileCharts::cut).toList();
        String list = String.join(words.text("comma"), some);
        return all.size() <= COLUMNS_NAMED
                ? list
                : words.text("andMore", list, Format.count(all.size() - COLUMNS_NAMED));
    }

    private void add(String level, String key, String... values) {
        findings.add(new Finding(level, words.text(key, values)));
    }
}
