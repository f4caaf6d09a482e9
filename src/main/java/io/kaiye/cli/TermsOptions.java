package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Terms;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On what terms data comes in. */
final class TermsOptions {
    @Option(
            names = "--source",
            paramLabel = "TEXT",
            description = "Where the data was got, in words or as a URL.")
    private @Nullable String source;

    @Option(
            names = "--licence",
            paramLabel = "ID",
            description = "Its licence: an SPDX identifier such as CC-BY-4.0, or words.")
    private @Nullable String licence;

    @Option(
            names = "--lawful-basis",
            paramLabel = "BASIS",
            description =
                    "Of personal data: consent, contract, legal-obligation, vital-interests,"
                            + " public-task, legitimate-interests; none without personal data.")
    private @Nullable String lawfulBasis;

    @Option(
            names = "--purpose",
            paramLabel = "WORDS",
            split = ",",
            description = "What it may be used for, such as train,evaluate. Without it: not said.")
    private List<String> purposes = List.of();

    @Option(
            names = "--delete-by",
            paramLabel = "DATE",
            description = "Last day it may be kept, such as 2027-01-31; then its rows are erased.")
    private @Nullable String deleteBy;

    /** What was said; empty if nothing was. */
    Optional<Terms> terms() {
        Terms said =
                new Terms(
                        Optional.ofNullable(source),
                        Optional.ofNullable(licence),
                        Optional.ofNullable(lawfulBasis),
                        purposes,
                        Optional.ofNullable(deleteBy).map(TermsOptions::date));
        return said.equals(Terms.UNSAID) ? Optional.empty() : Optional.of(said);
    }

    /**
     * What was said of rows that are to join a version.
     *
     * @throws KaiyeException INVALID_ARGUMENT if both together may be used for nothing
     */
    Optional<Terms> termsBeside(Optional<DatasetVersion> version) {
        Optional<Terms> said = terms();
        Terms.together(
                Stream.of(version.flatMap(DatasetVersion::terms), said)
                        .flatMap(Optional::stream)
                        .toList());
        return said;
    }

    private static LocalDate date(String typed) {
        try {
            return LocalDate.parse(typed);
        } catch (DateTimeParseException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--delete-by is \"" + typed + "\"; accepted are days such as 2027-01-31.",
                    e);
        }
    }

    /** What was said, one line each; nothing for what was not. */
    static List<String> lines(Terms terms) {
        return List.of(
                line("source", terms.source()),
                line("licence", terms.licence()),
                line("lawful basis", terms.lawfulBasis()),
                line(
                        "purpose",
                        terms.purposes().isEmpty()
                                ? Optional.empty()
                                : Optional.of(String.join(", ", terms.purposes()))),
                line("delete by", terms.deleteBy().map(LocalDate::toString)));
    }

    private static String line(String name, Optional<String> value) {
        return "  " + name + " ".repeat(14 - name.length()) + value.orElse("not said");
    }
}
