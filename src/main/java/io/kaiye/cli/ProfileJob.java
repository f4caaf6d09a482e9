package io.kaiye.cli;

import io.kaiye.data.ColumnProfile;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Example;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.NearDuplicates;
import io.kaiye.data.ProfileLooks;
import io.kaiye.data.TableProfile;
import io.kaiye.data.Terms;
import io.kaiye.evaluate.ProfilePage;
import io.kaiye.evaluate.ProfileReport;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.label.LabelErrors;
import io.kaiye.label.Vectors;
import io.kaiye.privacy.PersonalDataFinder;
import io.kaiye.privacy.PersonalDataKind;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a profile looks for, and its page. */
final class ProfileJob {
    private static final int FOLDS = 5;
    private static final long SEED = 7;

    private final Session session;

    ProfileJob(Session session) {
        this.session = session;
    }

    /**
     * What is looked for besides figures: personal data that has a form of its own, and near
     * duplicates. Names and places are told by their neighbours in a sentence, which the cells of a
     * table do not have.
     */
    static ProfileLooks looks() {
        Set<PersonalDataKind> kinds = EnumSet.copyOf(PersonalDataKind.identifiers());
        kinds.remove(PersonalDataKind.URL);
        PersonalDataFinder finder = new PersonalDataFinder(kinds);
        return new ProfileLooks(
                Optional.of(text -> words(finder, text)),
                Optional.of(
                        texts ->
                                NearDuplicates.of(
                                                texts,
                                                NearDuplicates.DEFAULT_THRESHOLD,
                                                ImportSettings.DEFAULT.seed())
                                        .leaders()));
    }

    private static Set<String> words(PersonalDataFinder finder, String text) {
        Set<String> words = new TreeSet<>();
        finder.find(text).forEach(finding -> words.add(finding.kind().word()));
        return words;
    }

    /**
     * Adds the rows that most look as if they carried a wrong label, as many as there are thought
     * to be, by the labels they carry and look like.
     *
     * @throws io.kaiye.base.KaiyeException INVALID_DATA or INVALID_ARGUMENT if the dataset cannot
     *     be trained on
     */
    TableProfile withDoubtedLabels(TableProfile profile, String reference) {
        Workbench workbench = session.workbench();
        Dataset dataset = workbench.datasets().load(reference);
        Vectors vectors =
                new Vectors(workbench.engine(), workbench.bases(), session.passingProgress());
        LabelErrors.Found found =
                new LabelErrors(workbench.engine(), FOLDS, SEED, session.passingProgress())
                        .find(
                                dataset.train(),
                                List.of(),
                                vectors.of(
                                        dataset.train().stream().map(Example::text).toList(),
                                        Optional.empty(),
                                        dataset.version().language()));
        Map<List<String>, Long> pairs =
                found.suspects().stream()
                        .limit(Math.round(found.estimated()))
                        .collect(
                                Collectors.groupingBy(
                                        suspect -> List.of(suspect.given(), suspect.likely()),
                                        Collectors.counting()));
        return profile.withDoubtedLabels(
                pairs.entrySet().stream()
                        .map(
                                pair ->
                                        new TableProfile.DoubtedLabel(
                                                pair.getKey().getFirst(),
                                                pair.getKey().getLast(),
                                                pair.getValue()))
                        .sorted(
                                Comparator.comparing(TableProfile.DoubtedLabel::rows)
                                        .reversed()
                                        .thenComparing(TableProfile.DoubtedLabel::given)
                                        .thenComparing(TableProfile.DoubtedLabel::likely))
                        .toList());
    }

    /**
     * Writes the page.
     *
     * @param doubts what else stands out, as sentences
     */
    Path report(TableProfile profile, Optional<DatasetVersion> version, List<String> doubts) {
        Path file = ReportFiles.profile(session.home(), profile).toAbsolutePath();
        ProfileReport.write(
                new ProfilePage(
                        language(profile, version),
                        profile,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        doubts,
                        version.map(ProfileJob::facts).orElse(List.of())),
                file);
        return file;
    }

    private static ReportPage.Language language(
            TableProfile profile, Optional<DatasetVersion> version) {
        boolean chinese =
                version.map(one -> one.language().equals("zh"))
                        .orElseGet(
                                () ->
                                        profile.columns().stream()
                                                .flatMap(column -> column.texts().stream())
                                                .map(ColumnProfile.Texts::language)
                                                .anyMatch("zh"::equals));
        return chinese ? ReportPage.Language.CHINESE : ReportPage.Language.ENGLISH;
    }

    private static List<ReportPage.Fact> facts(DatasetVersion version) {
        List<ReportPage.Fact> facts = new ArrayList<>();
        version.making()
                .ifPresent(
                        making -> {
                            facts.add(new ReportPage.Fact("step", making.step()));
                            making.parents()
                                    .forEach(
                                            parent ->
                                                    facts.add(
                                                            new ReportPage.Fact("parent", parent)));
                        });
        version.terms()
                .flatMap(Terms::licence)
                .ifPresent(licence -> facts.add(new ReportPage.Fact("licence", licence)));
        return facts;
    }
}
