package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.evaluate.CascadeRung;
import io.kaiye.gateway.RouteConfig;
import io.kaiye.gateway.RungAnswers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers held-out rows with the upstream models of a route: asked, or taken to be right as often
 * as somebody says.
 */
final class UpstreamRungs {
    /** A label that no row has. */
    private static final String WRONG = "(a wrong answer)";

    private static final long ANSWERS = 1000;

    private final RouteConfig route;
    private final List<Example> rows;
    private final List<String> messages;

    UpstreamRungs(RouteConfig route, List<Example> rows) {
        this.route = route;
        this.rows = List.copyOf(rows);
        TreeSet<String> labels = new TreeSet<>();
        rows.forEach(row -> labels.add(row.label()));
        List<String> known = List.copyOf(labels);
        this.messages = rows.stream().map(row -> route.prompt(row.text(), known)).toList();
    }

    /** What is still to be asked for all upstream models. */
    UpstreamAnswers.Missing missing(UpstreamAnswers answers) {
        UpstreamAnswers.Missing all = new UpstreamAnswers.Missing(0, 0);
        for (String model : route.upstream()) {
            all = all.and(answers.missing(model, messages));
        }
        return all;
    }

    /** Asks what is not kept. */
    List<CascadeRung> ask(UpstreamAnswers answers, long budgetMicros, Progress progress) {
        UpstreamAnswers.Budget budget = new UpstreamAnswers.Budget(budgetMicros);
        List<CascadeRung> rungs = new ArrayList<>();
        for (String model : route.upstream()) {
            List<RungAnswers.Said> said = answers.ask(model, messages, budget, progress);
            List<String> labels = new ArrayList<>();
            long[] costs = new long[said.size()];
            for (int row = 0; row < costs.length; row++) {
                labels.add(label(said.get(row).text(), rows.get(row).label()));
                costs[row] = Math.multiplyExact(said.get(row).costMicros(), ANSWERS);
            }
            rungs.add(new CascadeRung(model, false, labels, new float[0], costs));
        }
        return rungs;
    }

    /** In the row's own spelling where they are the same label. */
    private String label(String said, String trueLabel) {
        String label = route.label(said);
        return route.agrees(label, trueLabel) ? trueLabel : label;
    }

    /**
     * Takes them to be right on a share of the rows that is drawn by seed, whatever the row.
     *
     * @param costMicros of one answer; below 0 for the price table
     */
    List<CascadeRung> assume(
            double quality, long costMicros, Supplier<RungAnswers> prices, long seed) {
        List<CascadeRung> rungs = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        @Nullable RungAnswers table = costMicros >= 0 ? null : prices.get();
        for (String model : route.upstream()) {
            List<String> labels = new ArrayList<>();
            long[] costs = new long[rows.size()];
            for (int row = 0; row < costs.length; row++) {
                boolean right = random.nextDouble() < quality;
                labels.add(right ? rows.get(row).label() : WRONG);
                long cost =
                        table == null
                                ? costMicros
                                : table.costMicrosExpected(model, messages.get(row));
                costs[row] = Math.multiplyExact(cost, ANSWERS);
            }
            rungs.add(new CascadeRung(model, false, labels, new float[0], costs));
        }
        return rungs;
    }

    /** Refuses to spend what nobody allowed. */
    static void checkBudget(UpstreamAnswers.Missing missing, CascadeOrder order) {
        if (missing.count() == 0 || order.budgetMicros().orElse(-1) >= missing.costMicros()) {
            return;
        }
        throw new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                Numbers.grouped(missing.count())
                        + " answers of upstream models are to be asked; they will cost about "
                        + Numbers.dollars(missing.costMicros())
                        + (order.budgetMicros().isPresent()
                                ? ", more than --budget "
                                        + Numbers.dollars(order.budgetMicros().getAsLong())
                                : "")
                        + ". Allow it with --yes, or with --budget and an amount that is enough;"
                        + " ask for fewer with --rows; or ask none with --upstream-quality.");
    }
}
