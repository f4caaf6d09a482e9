package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.TermsCheck;
import io.kaiye.data.TermsCheck.Objection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lets data through to training whose terms allow it. */
final class TermsGate {
    private TermsGate() {}

    /**
     * @param accepted --accept-licence was given
     * @return what was accepted, each in a sentence, for the model's provenance; it is in the audit
     *     log by then
     * @throws KaiyeException FORBIDDEN, saying all that is against it
     */
    static List<String> pass(
            Workbench workbench,
            DatasetVersion version,
            String model,
            boolean accepted,
            Progress progress) {
        requireWithdrawalsApplied(workbench, version);
        List<Objection> all = TermsCheck.of(version, "train", workbench.today());
        all.stream().filter(one -> !one.refuses()).forEach(one -> progress.note(one.words()));
        List<Objection> against = all.stream().filter(Objection::refuses).toList();
        boolean acceptable = against.stream().allMatch(Objection::canBeAccepted);
        if (against.isEmpty()) {
            return List.of();
        }
        if (!accepted || !acceptable) {
            throw new KaiyeException(
                    ErrorCode.FORBIDDEN,
                    against.stream().map(Objection::words).collect(Collectors.joining(" "))
                            + (acceptable
                                    ? " If you may all the same, say --accept-licence; it is"
                                            + " recorded in the model and in the audit log."
                                    : " That cannot be accepted away: import the rows under terms"
                                            + " that allow it."));
        }
        List<String> words = against.stream().map(Objection::words).toList();
        words.forEach(one -> progress.note("Accepted: " + one));
        workbench
                .audit()
                .append(
                        "train-accepted",
                        Map.of(
                                "dataset",
                                version.fullReference(),
                                "model",
                                model,
                                "accepted",
                                words));
        return words;
    }

    /** Rows that are known to be due may not be learnt from. */
    private static void requireWithdrawalsApplied(Workbench workbench, DatasetVersion version) {
        List<String> unapplied = workbench.persons().unapplied(version);
        if (!unapplied.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.FORBIDDEN,
                    version.reference()
                            + " is held by consent, and "
                            + unapplied.size()
                            + (unapplied.size() == 1 ? " withdrawal" : " withdrawals")
                            + " of consent could not yet be applied to it, first "
                            + unapplied.getFirst()
                            + ". `kaiye data list` applies them, or says what is in the way; then"
                            + " train again.");
        }
    }
}
