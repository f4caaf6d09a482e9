package io.kaiye.bench;

import io.kaiye.privacy.PersonalDataFinder;
import io.kaiye.privacy.PersonalDataKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finding personal data: structured identifiers on Presidio's sentences and on generated Chinese
 * ones, all kinds on both, and speed. Presidio's templates with even numbers were looked at while
 * the finder was made; the odd ones were not.
 */
public final class PrivacyBench implements Bench {
    private static final double RECALL_BAR = 0.98;
    private static final double PRECISION_BAR = 0.95;
    private static final double F2_BAR = 0.90;
    private static final int CHINESE_TEXTS = 4_000;
    private static final long SEED = 7;

    /** Presidio knows no dates of birth apart from dates. */
    private static final Map<PersonalDataKind, PersonalDataKind> BIRTHS =
            Map.of(PersonalDataKind.DATE_OF_BIRTH, PersonalDataKind.DATE);

    @Override
    public String name() {
        return "privacy";
    }

    @Override
    public String purpose() {
        return "finding personal data: identifiers recall >= 98%, all kinds F2 >= 0.90, 20 MB/s";
    }

    @Override
    public void run(BenchContext context) throws IOException {
        context.out().println(BenchContext.machineLine());
        List<PrivacyTruth> presidio =
                PrivacyTruth.presidio(context.data("presidio_pii/synth_dataset_v2.jsonl"));
        List<PrivacyTruth> chinese =
                PrivacyChinese.texts((int) context.number("texts", CHINESE_TEXTS), SEED);
        boolean developed = context.flag("development");
        report(context, "Presidio, even templates (looked at)", only(presidio, 0), BIRTHS);
        if (!developed) {
            report(context, "Presidio, odd templates (not read)", only(presidio, 1), BIRTHS);
            report(context, "Presidio, all", presidio, BIRTHS);
        }
        report(context, "Chinese, generated, seed " + SEED, chinese, Map.of());
        if (!developed) {
            new PrivacySpeed(context).print(presidio, chinese);
        }
    }

    private static List<PrivacyTruth> only(List<PrivacyTruth> texts, int remainder) {
        return texts.stream().filter(text -> text.template() % 2 == remainder).toList();
    }

    private static void report(
            BenchContext context,
            String what,
            List<PrivacyTruth> texts,
            Map<PersonalDataKind, PersonalDataKind> sameAs) {
        PrivacyScore score =
                PrivacyScore.of(new PersonalDataFinder(PersonalDataKind.all()), texts, sameAs);
        PrivacyScore.Tally pieces = score.pieces(PrivacyTruth.IDENTIFIERS);
        PrivacyScore.Tally any = score.any();
        context.out().printf(Locale.ROOT, "%n%s: %d texts%n", what, texts.size());
        context.out()
                .printf(
                        Locale.ROOT,
                        "  identifiers, exact: recall %.1f%%, precision %.1f%%  bar >= 98%%, >="
                                + " 95%%  %s%n",
                        100 * pieces.recall(),
                        100 * pieces.precision(),
                        pieces.recall() >= RECALL_BAR && pieces.precision() >= PRECISION_BAR
                                ? "met"
                                : "MISSED");
        context.out()
                .printf(
                        Locale.ROOT,
                        "  all kinds, characters: F2 %.3f (recall %.1f%%, precision %.1f%%)  bar >="
                                + " 0.90  %s; of the right kind F2 %.3f%n",
                        any.f2(),
                        100 * any.recall(),
                        100 * any.precision(),
                        any.f2() >= F2_BAR ? "met" : "MISSED",
                        score.ofKind().f2());
        score.print(context.out());
    }
}
