package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to import: either files to be split here, or files that are splits already. Several files of
 * one role are read one after the other.
 *
 * @param name letters (of any script), digits, dot, dash and underscore, 1 to 64 characters
 * @param all files to be split by the settings; then the other three are empty
 * @param train at least one where {@code all} is empty
 * @param outOfScope a label that may be in valid and test without a row in train, because no model
 *     is to learn it
 * @param terms on which the rows are held; empty where nothing is said
 */
public record ImportRequest(
        String name,
        List<Path> all,
        List<Path> train,
        List<Path> valid,
        List<Path> test,
        ImportSettings settings,
        Optional<String> outOfScope,
        Optional<Terms> terms) {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}");

    public ImportRequest {
        all = List.copyOf(all);
        train = List.copyOf(train);
        valid = List.copyOf(valid);
        test = List.copyOf(test);
        terms = terms.filter(said -> !said.unsaid());
        checkName(name);
        boolean splits = !train.isEmpty() || !valid.isEmpty() || !test.isEmpty();
        if (!all.isEmpty() && splits) {
            throw invalid(
                    "Either files to be split or --train, --valid and --test, not both. Leave the"
                            + " first away, or the splits.");
        }
        if (all.isEmpty() && train.isEmpty()) {
            if (splits) {
                throw invalid(
                        "There is no file of rows to learn from; add --train FILE, or name one file"
                                + " to be split.");
            }
            throw invalid(
                    "Nothing to import: name a file, such as `kaiye data import "
                            + name
                            + " rows.csv`, or --train FILE --test FILE.");
        }
    }

    /** Files on no terms. */
    public ImportRequest(
            String name,
            List<Path> all,
            List<Path> train,
            List<Path> valid,
            List<Path> test,
            ImportSettings settings,
            Optional<String> outOfScope) {
        this(name, all, train, valid, test, settings, outOfScope, Optional.empty());
    }

    /** Files whose every label is to be learnt. */
    public ImportRequest(
            String name,
            List<Path> all,
            List<Path> train,
            List<Path> valid,
            List<Path> test,
            ImportSettings settings) {
        this(name, all, train, valid, test, settings, Optional.empty());
    }

    /** Files that are split here by the settings' shares and seed. */
    public static ImportRequest toSplit(String name, List<Path> files, ImportSettings settings) {
        return new ImportRequest(name, files, List.of(), List.of(), List.of(), settings);
    }

    /** Refuses what cannot name a dataset. */
    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "\""
                            + name
                            + "\" cannot name a dataset; accepted are 1 to 64 letters, digits,"
                            + " dots, dashes and underscores, beginning with a letter or digit.");
        }
    }

    private static KaiyeException invalid(String message) {
        return new KaiyeException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
