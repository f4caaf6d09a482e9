package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.AuditWindow;
import io.kaiye.gateway.CascadeRecord;
import io.kaiye.gateway.CascadeSetting;
import io.kaiye.gateway.RouteConfig;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands over cascades. */
final class CascadeCommands {
    private CascadeCommands() {}

    static CommandLine all(Session session) {
        return new CommandLine(new All())
                .addSubcommand("calibrate", new Calibrate(session))
                .addSubcommand("show", new Show(session));
    }

    /** The group. */
    @Command(
            name = "cascade",
            description =
                    "Calibrate the thresholds of a route's rungs, and show what became of them.")
    private static final class All extends Group {}

    /** Chooses thresholds. */
    @Command(
            name = "calibrate",
            description = "Choose the cheapest thresholds that meet a target on held-out rows.")
    private static final class Calibrate implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "ROUTE", description = "A route of gateway.yaml.")
        private String route = "";

        @Option(
                names = "--data",
                required = true,
                paramLabel = "DATASET[:SPLIT]",
                description = "Rows that no rung has learnt from. Split test by default.")
        private String data = "";

        @Option(
                names = "--target",
                paramLabel = "SHARE",
                description = "Accuracy that the lower bound must reach. Without it: the route's.")
        private @Nullable Double target;

        @Option(
                names = "--seed",
                defaultValue = "7",
                description = "Of every random choice. Default: ${DEFAULT-VALUE}.")
        private long seed;

        @Option(
                names = "--rows",
                paramLabel = "N",
                description = "Use so many rows, drawn by seed. Without it: all.")
        private @Nullable Integer rows;

        @Option(
                names = "--against",
                defaultValue = "labels",
                paramLabel = "labels|upstream",
                description = "What right answers are. Default: ${DEFAULT-VALUE}.")
        private String against = "";

        @Option(
                names = "--upstream-quality",
                paramLabel = "SHARE",
                description = "Ask no upstream; take each to be right so often.")
        private @Nullable Double upstreamQuality;

        @Option(
                names = "--assume-upstream",
                paramLabel = "right",
                description = "Ask no upstream; take each to be always right.")
        private @Nullable String assumeUpstream;

        @Option(
                names = "--upstream-cost",
                paramLabel = "MICROS",
                description =
                        "What one answer of an upstream that is not asked costs. Without it: by the"
                                + " price table.")
        private @Nullable Long upstreamCost;

        @Option(names = "--yes", description = "Ask the upstreams, whatever it costs.")
        private boolean yes;

        @Option(
                names = "--budget",
                paramLabel = "AMOUNT",
                description = "Ask the upstreams if that costs at most so much, such as 2.50.")
        private @Nullable BigDecimal budget;

        Calibrate(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            session.untilStopped(
                    () -> "Stopped; answers so far are kept, and the same command goes on there.");
            CalibrateJob.Calibrated calibrated = new CalibrateJob(session, order()).run();
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("route", calibrated.route().id());
            document.put("rows", calibrated.rows());
            document.put("choice", calibrated.choice());
            document.put("setting", calibrated.kept());
            document.put("notes", calibrated.notes());
            return session.result(CascadeLines.of(calibrated), document);
        }

        private CascadeOrder order() {
            if (!against.equals("labels") && !against.equals("upstream")) {
                throw invalid("--against is '" + against + "'; accepted are labels and upstream.");
            }
            if (rows != null && rows < 1) {
                throw invalid("--rows is " + rows + "; accepted is a number of rows from 1.");
            }
            if (upstreamCost != null && upstreamCost < 0) {
                throw invalid(
                        "--upstream-cost is " + upstreamCost + "; accepted are micros from 0.");
            }
            return new CascadeOrder(
                    route,
                    data,
                    Optional.ofNullable(target),
                    seed,
                    rows == null ? 0 : rows,
                    against.equals("upstream"),
                    assumed(),
                    upstreamCost == null ? OptionalLong.empty() : OptionalLong.of(upstreamCost),
                    allowed());
        }

        private Optional<Double> assumed() {
            if (assumeUpstream != null && !assumeUpstream.equals("right")) {
                throw invalid("--assume-upstream is '" + assumeUpstream + "'; accepted is right.");
            }
            if (upstreamQuality != null && !(upstreamQuality > 0 && upstreamQuality <= 1)) {
                throw invalid(
                        "--upstream-quality is "
                                + upstreamQuality
                                + "; accepted is a share above 0, up to 1.");
            }
            return upstreamQuality != null
                    ? Optional.of(upstreamQuality)
                    : Optional.ofNullable(assumeUpstream).map(right -> 1.0);
        }

        private OptionalLong allowed() {
            if (budget == null) {
                return yes ? OptionalLong.of(Long.MAX_VALUE) : OptionalLong.empty();
            }
            try {
                long micros = budget.movePointRight(6).longValueExact();
                if (micros >= 0) {
                    return OptionalLong.of(micros);
                }
            } catch (ArithmeticException e) {
                // The same words fit both.
            }
            throw invalid(
                    "--budget is "
                            + budget
                            + "; accepted is an amount from 0 with at most six places after the"
                            + " point.");
        }

        private static KaiyeException invalid(String message) {
            return new KaiyeException(ErrorCode.INVALID_ARGUMENT, message);
        }
    }

    /** What is on the record. */
    @Command(
            name = "show",
            description = "Show a route's thresholds, their changes, and what audits found.")
    private static final class Show implements Callable<Integer> {
        private final Session session;

        @Parameters(
                paramLabel = "ROUTE",
                arity = "0..1",
                description = "A route of gateway.yaml. Without it: what is in force of each.")
        private @Nullable String route;

        Show(Session session) {
            this.session = session;
        }

        /** A setting with its audits. */
        private record Shown(CascadeSetting setting, List<AuditWindow> audits) {}

        /** A route with the setting in force. */
        private record InShort(
                String route,
                List<String> rungs,
                double target,
                Optional<CascadeSetting> inForce) {}

        @Override
        public Integer call() {
            return route == null ? all() : one(route);
        }

        private int one(String id) {
            CascadeRecord record = session.workbench().cascades();
            List<Shown> shown =
                    record.settings(id).stream()
                            .map(setting -> new Shown(setting, record.windows(setting)))
                            .toList();
            if (shown.isEmpty()) {
                CascadeChecks.routes(session.workbench()).require(id);
            }
            List<String> lines = new ArrayList<>();
            shown.forEach(one -> lines.addAll(CascadeLines.of(one.setting(), one.audits())));
            if (shown.isEmpty()) {
                lines.add(
                        "No thresholds yet: everything goes upstream. Choose some:  kaiye cascade"
                                + " calibrate "
                                + id
                                + " --data DATASET");
            }
            return session.result(lines, shown);
        }

        private int all() {
            List<InShort> all =
                    CascadeChecks.routes(session.workbench()).all().stream()
                            .map(each -> inShort(session.workbench(), each))
                            .toList();
            Table table = new Table("route", "rungs", "target", "thresholds", "since");
            all.forEach(
                    one ->
                            table.row(
                                    one.route(),
                                    String.join(", ", one.rungs()),
                                    Numbers.percent(one.target()),
                                    one.inForce()
                                            .map(CascadeLines::thresholds)
                                            .orElse("none: everything goes upstream"),
                                    one.inForce().map(now -> Instants.day(now.at())).orElse("-")));
            List<String> none =
                    List.of(
                            "No routes yet. Write one into the section routes of gateway.yaml in"
                                    + " the home; docs/cascade.md has an example.");
            return session.result(all.isEmpty() ? none : table.lines(), all);
        }

        private static InShort inShort(Workbench workbench, RouteConfig route) {
            List<String> rungs = new ArrayList<>(route.local());
            rungs.addAll(route.upstream());
            return new InShort(
                    route.id(), rungs, route.target(), CascadeChecks.inForce(workbench, route));
        }
    }
}
