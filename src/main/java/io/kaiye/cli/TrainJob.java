package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.evaluate.Report;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.model.Model;
import io.kaiye.registry.ContentRef;
import io.kaiye.registry.HeldOut;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Provenance;
import io.kaiye.registry.Quality;
import io.kaiye.registry.Registration;
import io.kaiye.registry.Registry;
import io.kaiye.registry.Submission;
import io.kaiye.train.Teacher;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.Trainer;
import io.kaiye.train.TrainingRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dataset in, registered version out: trains, looks at the test split once, registers, writes the
 * report. Nothing is visible before it is whole; a failure leaves no version.
 */
final class TrainJob {
    private final Workbench workbench;
    private final Progress progress;
    private final List<String> registered;

    /**
     * @param registered takes the reference of every version as soon as it is registered
     */
    TrainJob(Workbench workbench, Progress progress, List<String> registered) {
        this.workbench = workbench;
        this.progress = progress;
        this.registered = registered;
    }

    TrainOutcome run(TrainOrder order) {
        Registry.checkName(order.model());
        Optional<Teacher> teacher = teacher(order);
        Dataset dataset = workbench.datasets().load(order.dataset());
        List<String> accepted =
                TermsGate.pass(
                        workbench,
                        dataset.version(),
                        order.model(),
                        order.acceptLicence(),
                        progress);
        StateFile state = StateFile.ofTraining(workbench.store().home(), order.model());
        state.begin(order.resume(), progress);
        Path work = workbench.store().newWorkFolder("train");
        try {
            TrainedModel trained =
                    workbench
                            .trainer()
                            .train(
                                    request(
                                            order,
                                            teacher.map(one -> one.whole(work.resolve("teacher"))),
                                            dataset,
                                            work,
                                            state.path()),
                                    progress);
            Optional<Measured> test = test(dataset, trained);
            requireUnchanged(dataset);
            Registration registration =
                    register(order, provenance(order, dataset, trained, accepted), trained, test);
            registered.add(registration.version().reference());
            Path report = ReportFiles.path(workbench.store().home(), registration.version());
            ReportPage page =
                    ReportPages.trained(
                            workbench.costRate(), dataset, trained, registration.version(), test);
            Report.write(page, report);
            state.delete();
            return new TrainOutcome(dataset, trained, registration, test, report);
        } finally {
            workbench.store().deleteWorkFolder(work);
        }
    }

    private Optional<Teacher> teacher(TrainOrder order) {
        if (order.teacher().isEmpty()) {
            if (order.unlabelled().isPresent()) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "--unlabelled gives texts for a teacher to answer; name one with --teacher"
                                + " MODEL, and --recipe distil.");
            }
            return Optional.empty();
        }
        ModelVersion version = workbench.registry().resolve(order.teacher().get());
        return Optional.of(
                new Teacher(
                        version.reference(),
                        version.id(),
                        workbench.registry().folder(version),
                        order.unlabelled().map(TextLines::read).orElse(List.of())));
    }

    private static TrainingRequest request(
            TrainOrder order,
            Optional<Teacher> teacher,
            Dataset dataset,
            Path work,
            Path checkpoint) {
        return new TrainingRequest(
                dataset,
                order.recipe(),
                order.metric(),
                order.target(),
                order.budget(),
                order.base(),
                teacher,
                order.seed(),
                order.tuning(),
                Optional.of(checkpoint),
                order.resume(),
                order.apart(),
                order.scope(),
                work);
    }

    /** The one look at the test split. */
    private Optional<Measured> test(Dataset dataset, TrainedModel trained) {
        if (dataset.test().isEmpty()) {
            return Optional.empty();
        }
        try (Model model = workbench.engine().open(trained.folder())) {
            return Optional.of(
                    Measured.on(
                            workbench.engine(), model, dataset.test(), "The test split", progress));
        }
    }

    /** Rows that were erased while the model learnt them must not live on in it unseen. */
    private void requireUnchanged(Dataset dataset) {
        String reference = dataset.version().fullReference();
        if (!workbench.datasets().find(reference).rows().equals(dataset.version().rows())) {
            throw new KaiyeException(
                    ErrorCode.HOME_BUSY,
                    "Rows of "
                            + dataset.version().reference()
                            + " were erased while the model was trained on them. Nothing was"
                            + " registered; train again.");
        }
    }

    private Registration register(
            TrainOrder order,
            Provenance provenance,
            TrainedModel trained,
            Optional<Measured> test) {
        Map<String, Quality> metrics = new LinkedHashMap<>();
        metrics.put("valid", Quality.of(trained.valid()));
        test.ifPresent(measured -> metrics.put("test", Quality.of(measured.evaluation())));
        return workbench
                .registry()
                .submit(
                        new Submission(
                                order.model(),
                                trained.folder(),
                                provenance,
                                metrics,
                                test.map(measured -> Speeds.of(measured, workbench.costRate())),
                                "kaiye train"));
    }

    private Provenance provenance(
            TrainOrder order, Dataset dataset, TrainedModel trained, List<String> accepted) {
        boolean ownSplit = !dataset.valid().isEmpty();
        HeldOut heldOut =
                ownSplit
                        ? new HeldOut("valid", 1, order.seed(), trained.refit())
                        : new HeldOut(
                                "train", Trainer.HELD_OUT_SHARE, order.seed(), trained.refit());
        return new Provenance.Trained(
                new ContentRef(dataset.version().name(), dataset.version().id()),
                trained.recipe(),
                trained.settings(),
                order.seed(),
                heldOut,
                base(trained),
                Makings.now(trained.trainTime(), workbench.costRate()),
                accepted.isEmpty() ? Optional.empty() : Optional.of(accepted));
    }

    private static Optional<ContentRef> base(TrainedModel trained) {
        return trained.settings().get("baseHash") instanceof String hash
                ? Optional.of(new ContentRef(trained.info().base(), hash))
                : Optional.empty();
    }
}
