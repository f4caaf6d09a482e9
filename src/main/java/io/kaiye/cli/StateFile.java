package io.kaiye.cli;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a long run keeps its state: in the home's {@code checkpoints/}, outside the work folder,
 * which does not outlive the process.
 *
 * @param work for people: what runs, as "training of desk"
 */
record StateFile(Path path, String work) {
    /** {@code NAME.state}, and {@code NAME.state-1} and so on of further models. */
    static StateFile ofTraining(Path home, String model) {
        return of(home, model + ".state", "training of " + model);
    }

    /** {@code NAME.pruning}, which is the state of no training, whatever its model is called. */
    static StateFile ofPruning(Path home, String model) {
        return of(home, model + ".pruning", "pruning of " + model);
    }

    private static StateFile of(Path home, String file, String work) {
        return new StateFile(home.resolve("checkpoints").resolve(file), work);
    }

    /**
     * Sweeps what a crash left beside it, and says where a run that begins anew replaces another.
     *
     * @throws KaiyeException INVALID_ARGUMENT if there is nothing to be resumed
     */
    void begin(boolean resume, Progress progress) {
        AtomicFiles.sweep(path);
        boolean there = Files.isRegularFile(path);
        if (resume && !there) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "There is no unfinished "
                            + work
                            + " to resume: "
                            + path
                            + " is not there. Leave --resume out.");
        }
        if (there && !resume) {
            progress.note(
                    "An unfinished "
                            + work
                            + " is there; this one begins anew, and its first checkpoint takes the"
                            + " place of that one. --resume would go on with it.");
        }
    }

    /** With those of further models, where several are learnt. */
    void delete() {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        Pattern ours = Pattern.compile(Pattern.quote(path.getFileName().toString()) + "(-\\d+)?");
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(
                        folder, one -> ours.matcher(one.getFileName().toString()).matches())) {
            for (Path one : all) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(path, e);
        }
    }
}
