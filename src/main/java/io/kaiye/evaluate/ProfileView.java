package io.kaiye.evaluate;

import io.kaiye.data.ColumnProfile;
import io.kaiye.data.Source;
import io.kaiye.data.SplitName;
import io.kaiye.data.TableProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A data profile ready to be set: every figure is text.
 *
 * @param style the style sheet as an element
 * @param policy of what a browser may run
 * @param scripts the charts and their data as elements
 * @param notDrawn sentences about columns without a card
 */
record ProfileView(
        Words words,
        String style,
        String policy,
        String scripts,
        ProfilePage page,
        List<String> about,
        List<Headline.Tile> tiles,
        List<ProfileFindings.Finding> findings,
        List<ProfileCard> all,
        List<ProfileCard> cards,
        List<String> notDrawn,
        String missingChart,
        int missingBars,
        String labelsChart,
        int labelBars,
        String labelsNote,
        List<Shared> shared,
        List<Split> splits,
        List<List<String>> personal,
        List<List<String>> doubted,
        List<ReportPage.Fact> provenance) {

    private static final int CARDS_MAX = 60;
    private static final int NAMES_MAX = 12;
    private static final int TABLE_ROWS_MAX = 2_000;
    private static final int DOUBTED_MAX = 20;

    /** What two splits share. */
    record Shared(String split, String earlier, String rows, String share, String near) {}

    /** One split. */
    record Split(String name, String rows, String share) {}

    static ProfileView of(ProfilePage page) {
        TableProfile profile = page.profile();
        Words words = Words.profile(page.language());
        ProfileCharts charts = new ProfileCharts(words);
        String missing = charts.missing(profile.columns());
        String labels = profile.labels().map(some -> charts.labels(profile, some)).orElse("");
        List<ProfileCard> all = cards(profile, charts, words);
        return new ProfileView(
                words,
                "<style>\n"
                        + ReportView.resource("report.css")
                        + ReportView.resource("profile.css")
                        + "</style>",
                Scripts.policy(),
                scripts(charts),
                page,
                about(page, words),
                tiles(profile, words),
                ProfileFindings.of(profile, page.doubts(), words),
                all.subList(0, Math.min(all.size(), TABLE_ROWS_MAX)),
                all.stream().filter(card -> !card.chart().isEmpty()).toList(),
                notDrawn(profile, all, words),
                missing,
                (int)
                        profile.columns().stream()
                                .filter(column -> column.missing() > 0)
                                .limit(ProfileCharts.MISSING_MAX)
                                .count(),
                labels,
                profile.labels()
                        .map(some -> Math.min(ProfileCharts.LABELS_MAX, some.counts().size()))
                        .orElse(0),
                profile.labels().map(some -> labelsNote(some, words)).orElse(""),
                shared(profile, words),
                splits(profile, words),
                personal(profile),
                doubted(profile),
                provenance(page, words));
    }

    private static String scripts(ProfileCharts charts) {
        return "<script type=\"application/json\" id=\"charts\">"
                + charts.json()
                + "</script>\n<script>"
                + Scripts.CHARTS
                + "</script>\n<script>"
                + Scripts.PROFILE
                + "</script>";
    }

    private static List<ProfileCard> cards(
            TableProfile profile, ProfileCharts charts, Words words) {
        List<ProfileCard> cards = new ArrayList<>();
        int drawn = 0;
        for (ColumnProfile column : profile.columns()) {
            String id = "c" + cards.size();
            String chart = drawn < CARDS_MAX ? charts.column(id, column) : "";
            drawn += chart.isEmpty() ? 0 : 1;
            cards.add(ProfileCard.of(column, chart, words));
        }
        return cards;
    }

    private static List<String> notDrawn(TableProfile profile, List<ProfileCard> all, Words words) {
        List<String> sentences = new ArrayList<>();
        for (String why : List.of("empty", "identifier", "withheld", "rest")) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).chart().isEmpty() && why.equals(why(profile.columns().get(i)))) {
                    names.add(ProfileCharts.cut(profile.columns().get(i).name()));
                }
            }
            if (!names.isEmpty()) {
                List<String> some = names.subList(0, Math.min(NAMES_MAX, names.size()));
                String list = String.join(words.text("comma"), some);
                String whole =
                        some.size() == names.size()
                                ? list
                                : words.text(
                                        "andMore", list, Format.count(names.size() - some.size()));
                sentences.add(words.text("note." + why, whole));
            }
        }
        return sentences;
    }

    private static String why(ColumnProfile column) {
        return switch (column.kind()) {
            case EMPTY -> "empty";
            case IDENTIFIER -> "identifier";
            default ->
                    column.histogram().isEmpty() && column.values().isEmpty() ? "withheld" : "rest";
        };
    }

    private static List<String> about(ProfilePage page, Words words) {
        TableProfile profile = page.profile();
        List<String> about = new ArrayList<>();
        about.add(
                words.text(
                        profile.stored() ? "about.version" : "about.file",
                        profile.id().substring(0, 8)));
        about.add(words.date(page.created()));
        return about;
    }

    private static List<Headline.Tile> tiles(TableProfile profile, Words words) {
        long rows = profile.allRows();
        long cells = rows * profile.columns().size();
        List<Headline.Tile> tiles = new ArrayList<>();
        tiles.add(tile(Format.count(rows), words.text("tile.rows"), splitLine(profile, words)));
        tiles.add(
                tile(
                        Format.count(profile.columns().size()),
                        words.text("tile.columns"),
                        kinds(profile, words)));
        tiles.add(
                tile(
                        ProfileFigures.share(cells - profile.missingCells(), cells),
                        words.text("tile.complete"),
                        words.text("tile.complete.small", Format.count(profile.missingCells()))));
        tiles.add(
                tile(
                        ProfileFigures.share(profile.duplicateRows(), rows),
                        words.text("tile.repeated"),
                        words.text("tile.repeated.small", Format.count(profile.duplicateRows()))));
        return tiles;
    }

    private static Headline.Tile tile(String big, String label, String small) {
        return new Headline.Tile(big, label, small, "");
    }

    private static String splitLine(TableProfile profile, Words words) {
        return profile.stored()
                ? splits(profile, words).stream()
                        .map(split -> split.name() + " " + split.rows())
                        .collect(Collectors.joining(", "))
                : words.text("tile.rows.small", Format.count(profile.quarantined()));
    }

    /** The kinds of columns, the most frequent first. */
    private static String kinds(TableProfile profile, Words words) {
        return profile.columns().stream()
                .collect(Collectors.groupingBy(ColumnProfile::kind, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                .limit(3)
                .map(
                        entry ->
                                entry.getValue()
                                        + " "
                                        + words.text(
                                                "kind."
                                                        + entry.getKey()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private static List<Split> splits(TableProfile profile, Words words) {
        List<Split> splits = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            long rows = profile.rows().getOrDefault(split, 0L);
            if (rows > 0) {
                splits.add(
                        new Split(
                                words.text("split." + split.word()),
                                Format.count(rows),
                                ProfileFigures.share(rows, profile.allRows())));
            }
        }
        return splits;
    }

    private static String labelsNote(TableProfile.Labels labels, Words words) {
        return words.text(
                "labels.note",
                Format.count(labels.counts().size()),
                ProfileCharts.cut(labels.column()),
                Format.about(labels.imbalance()));
    }

    private static List<Shared> shared(TableProfile profile, Words words) {
        return profile.overlaps().stream()
                .map(
                        overlap -> {
                            long rows = profile.rows().getOrDefault(overlap.split(), 0L);
                            return new Shared(
                                    words.text("split." + overlap.split().word()),
                                    words.text("split." + overlap.earlier().word()),
                                    Format.count(overlap.rows()),
                                    ProfileFigures.share(overlap.rows(), rows),
                                    near(profile, overlap));
                        })
                .toList();
    }

    private static String near(TableProfile profile, TableProfile.Overlap exact) {
        return profile.near().stream()
                .flatMap(near -> near.overlaps().stream())
                .filter(near -> near.split() == exact.split() && near.earlier() == exact.earlier())
                .map(near -> Format.count(near.rows()))
                .findFirst()
                .orElse("");
    }

    private static List<List<String>> personal(TableProfile profile) {
        return profile.personalData().orElse(List.of()).stream()
                .map(
                        some ->
                                List.of(
                                        some.column(),
                                        some.kind(),
                                        Format.count(some.rows()),
                                        ProfileFigures.share(some.rows(), profile.sampleRows())))
                .toList();
    }

    private static List<List<String>> doubted(TableProfile profile) {
        return profile.doubtedLabels().orElse(List.of()).stream()
                .limit(DOUBTED_MAX)
                .map(some -> List.of(some.given(), some.likely(), Format.count(some.rows())))
                .toList();
    }

    private static List<ReportPage.Fact> provenance(ProfilePage page, Words words) {
        TableProfile profile = page.profile();
        List<ReportPage.Fact> facts = new ArrayList<>(page.provenance());
        facts.add(new ReportPage.Fact(words.text("made.id"), profile.id()));
        for (Source source : profile.sources()) {
            facts.add(
                    new ReportPage.Fact(
                            source.file(),
                            words.text(
                                    "made.source",
                                    Format.bytes(source.bytes()),
                                    Format.count(source.rows()),
                                    source.format(),
                                    source.encoding(),
                                    source.sha256())));
        }
        facts.add(
                new ReportPage.Fact(
                        words.text("made.figures"),
                        words.text(profile.exact() ? "made.exact" : "made.about")));
        facts.add(
                new ReportPage.Fact(
                        words.text("made.sample"),
                        words.text("made.sample.value", Format.count(profile.sampleRows()))));
        facts.add(new ReportPage.Fact(words.text("made.values"), words.text("made.values.value")));
        facts.add(
                new ReportPage.Fact(
                        words.text("made.charts"),
                        "Apache ECharts " + Scripts.version() + " (Apache-2.0)"));
        return facts;
    }
}
