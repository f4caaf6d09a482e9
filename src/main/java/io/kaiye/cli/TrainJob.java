package io.kaiye.cli;

import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.evaluate.Report;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.model.Model;
import io.kaiye.registry.ContentRef;
import io.kaiye.registry.HeldOut;
import io.kaiye.registry.Provenance;
import io.kaiye.registry.Quality;
import io.kaiye.registry.Registration;
import io.kaiye.registry.Registry;
import io.kaiye.registry.Submission;
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
        Dataset dataset = workbench.datasets().load(order.dataset());
        Path work = workbench.store().newWorkFolder("train");
        try {
            TrainedModel trained =
                    workbench.trainer().train(request(order, dataset, work), progress);
            Optional<Measured> test = test(dataset, trained);
            Registration registration = register(order, dataset, trained, test);
            registered.add(registration.version().reference());
            Path report = ReportFiles.path(workbench.store().home(), registration.version());
            ReportPage page =
                    ReportPages.trained(
                            workbench.costRate(), dataset, trained, registration.version(), test);
            Report.write(page, report);
            return new TrainOutcome(dataset, trained, registration, test, report);
        } finally {
            workbench.store().deleteWorkFolder(work);
        }
    }

    private static TrainingRequest request(TrainOrder order, Dataset dataset, Path work) {
        return new TrainingRequest(
                dataset,
                order.recipe(),
                order.metric(),
                order.target(),
                order.budget(),
                order.base(),
                order.seed(),
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

    private Registration register(
            TrainOrder order, Dataset dataset, TrainedModel trained, Optional<Measured> test) {
        Map<String, Quality> metrics = new LinkedHashMap<>();
        metrics.put("valid", Quality.of(trained.valid()));
        test.ifPresent(measured -> metrics.put("test", Quality.of(measured.evaluation())));
        return workbench
                .registry()
                .submit(
                        new Submission(
                                order.model(),
                                trained.folder(),
                                provenance(order, dataset, trained),
                                metrics,
                                test.map(measured -> Speeds.of(measured, workbench.costRate())),
                                "kaiye train"));
    }

    private Provenance provenance(TrainOrder order, Dataset dataset, TrainedModel trained) {
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
                Makings.now(trained.trainTime(), workbench.costRate()));
    }

    private static Optional<ContentRef> base(TrainedModel trained) {
        return trained.settings().get("baseHash") instanceof String hash
                ? Optional.of(new ContentRef(trained.info().base(), hash))
                : Optional.empty();
    }
}
