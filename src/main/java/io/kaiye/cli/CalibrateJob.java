package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.data.SplitName;
import io.kaiye.evaluate.CascadeCalibration;
import io.kaiye.evaluate.CascadeChoice;
import io.kaiye.evaluate.CascadeRows;
import io.kaiye.evaluate.CascadeRung;
import io.kaiye.evaluate.CascadeStep;
import io.kaiye.gateway.CascadeLevel;
import io.kaiye.gateway.CascadeSetting;
import io.kaiye.gateway.RouteConfig;
import io.kaiye.registry.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Calibrates a route: answers held-out rows with every rung, chooses thresholds, keeps them. */
final class CalibrateJob {
    private final Session session;
    private final CascadeOrder order;
    private final List<String> notes = new ArrayList<>();

    CalibrateJob(Session session, CascadeOrder order) {
        this.session = session;
        this.order = order;
    }

    /**
     * What it came to.
     *
     * @param rows which, for people
     * @param kept the setting in force from now on
     */
    record Calibrated(
            RouteConfig route,
            String rows,
            CascadeChoice choice,
            CascadeSetting kept,
            List<String> notes) {}

    Calibrated run() {
        Workbench workbench = session.workbench();
        RouteConfig route = CascadeChecks.routes(workbench).require(order.route());
        double target = order.target().orElse(route.target());
        int colon = order.data().lastIndexOf(':');
        SplitName split =
                colon < 0 ? SplitName.TEST : SplitName.of(order.data().substring(colon + 1));
        Dataset dataset =
                workbench
                        .datasets()
                        .load(colon < 0 ? order.data() : order.data().substring(0, colon));
        List<Example> rows = sampled(dataset.split(split));
        String rowsAre = dataset.version().reference() + ":" + split.word();
        List<ModelVersion> versions =
                route.local().stream().map(model -> LocalRungs.champion(workbench, model)).toList();
        for (ModelVersion version : versions) {
            notes.addAll(LocalRungs.checkUnseen(workbench, version, dataset, rows));
        }
        checkEnough(rows, target, rowsAre);
        CascadeRows cascade = answered(route, versions, rows);
        CascadeChoice choice = CascadeCalibration.choose(cascade, target, order.seed());
        CascadeSetting kept =
                workbench
                        .cascades()
                        .calibrated(setting(route, versions, choice, rowsAre, rows.size()));
        return new Calibrated(route, rowsAre, choice, kept, List.copyOf(notes));
    }

    private List<Example> sampled(List<Example> rows) {
        if (order.rowsMax() == 0 || order.rowsMax() >= rows.size()) {
            return rows;
        }
        List<Example> left = new ArrayList<>(rows);
        SplittableRandom random = new SplittableRandom(order.seed());
        List<Example> drawn = new ArrayList<>();
        while (drawn.size() < order.rowsMax()) {
            int at = random.nextInt(left.size());
            drawn.add(left.set(at, left.getLast()));
            left.removeLast();
        }
        return drawn;
    }

    /** Before anything is paid for. */
    private static void checkEnough(List<Example> rows, double target, String rowsAre) {
        if (!(target > 0 && target < 1)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--target is " + target + "; accepted is a share above 0 and below 1.");
        }
        long min = CascadeCalibration.rowsMin(target);
        if (rows.size() < min) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    rowsAre
                            + " has "
                            + Numbers.grouped(rows.size())
                            + " rows to use; a target of "
                            + Numbers.percent(target)
                            + " cannot be shown on fewer than "
                            + Numbers.grouped(min)
                            + ", even if every answer is right. Name more rows, or a lower"
                            + " --target.");
        }
    }

    private CascadeRows answered(
            RouteConfig route, List<ModelVersion> versions, List<Example> rows) {
        Workbench workbench = session.workbench();
        List<String> texts = rows.stream().map(Example::text).toList();
        List<CascadeRung> upstream = upstream(route, rows);
        List<CascadeRung> rungs = new ArrayList<>();
        for (ModelVersion version : versions) {
            rungs.add(LocalRungs.answer(workbench, version, texts, session.progress()));
        }
        rungs.addAll(upstream);
        return new CascadeRows(
                rungs,
                order.againstUpstream()
                        ? upstream.getFirst().labels()
                        : rows.stream().map(Example::label).toList());
    }

    private List<CascadeRung> upstream(RouteConfig route, List<Example> rows) {
        Workbench workbench = session.workbench();
        UpstreamRungs rungs = new UpstreamRungs(route, rows);
        if (order.upstreamQuality().isPresent()) {
            notes.add(
                    "note: no upstream was asked; each is taken to be right in "
                            + Numbers.percent(order.upstreamQuality().get())
                            + " of the rows, whatever the row.");
            return rungs.assume(
                    order.upstreamQuality().get(),
                    order.upstreamCostMicros().orElse(-1),
                    workbench::upstreams,
                    order.seed());
        }
        UpstreamAnswers answers =
                UpstreamAnswers.open(workbench.upstreams(), workbench.store().home());
        UpstreamAnswers.Missing missing = rungs.missing(answers);
        UpstreamRungs.checkBudget(missing, order);
        if (missing.count() > 0) {
            session.say(
                    "asking "
                            + Numbers.grouped(missing.count())
                            + " answers of upstream models, about "
                            + Numbers.dollars(missing.costMicros()));
        }
        return rungs.ask(answers, order.budgetMicros().orElse(Long.MAX_VALUE), session.progress());
    }

    private CascadeSetting setting(
            RouteConfig route,
            List<ModelVersion> versions,
            CascadeChoice choice,
            String rowsAre,
            int rows) {
        List<String> rungs = new ArrayList<>();
        versions.forEach(version -> rungs.add(version.model() + "@" + version.id()));
        rungs.add(route.upstream().getFirst());
        List<CascadeLevel> levels = choice.steps().stream().map(CalibrateJob::level).toList();
        String found =
                choice.outcome() == CascadeChoice.Outcome.CERTIFIED
                        ? "calibrated on "
                        : "no thresholds reach the target on ";
        return new CascadeSetting(
                0,
                route.id(),
                rungs,
                CascadeSetting.Kind.CALIBRATED,
                choice.target(),
                levels,
                levels.size() - 1,
                found + Numbers.grouped(rows) + " rows of " + rowsAre,
                Json.line(
                        Map.of(
                                "rows",
                                rowsAre,
                                "seed",
                                order.seed(),
                                "against",
                                order.againstUpstream() ? "upstream" : "labels",
                                "upstream",
                                order.upstreamQuality()
                                        .<Object>map(quality -> quality)
                                        .orElse("asked"),
                                "choice",
                                choice)),
                Instant.now());
    }

    private static CascadeLevel level(CascadeStep step) {
        return new CascadeLevel(
                step.thresholds(),
                step.quality().value(),
                step.quality().low(),
                step.quality().high(),
                step.localShare(),
                step.local(),
                step.agreement(),
                step.costMicrosPer1000());
    }
}
