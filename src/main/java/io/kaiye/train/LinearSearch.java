package io.kaiye.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Chooses settings by cross-validation within the rows to learn from, on so many of them that a
 * trial stays cheap against the final fit: a plan, with or without label weights, then C, which
 * goes up or down. The first plan and C = 1 suit most data; they are left only for a paired gain
 * well above its standard error, which keeps noise from choosing on small data.
 */
final class LinearSearch {
    private static final int FOLDS = 3;
    private static final int UNSEEN_ROWS_MAX = 5_000;
    private static final double COST_MAX = 8;

    /** A paired gain of so many standard errors is taken for real. */
    private static final double CLEAR_ERRORS = 1.5;

    private static final double COST_MIN = 0.125;

    /** Work of one trial, in {@link #units}: a seventh of a second on one core. */
    private static final long TRIAL_UNITS = 1_500_000;

    /** Large data may be searched longer: each trial up to this share of the final fit. */
    private static final int FIT_SHARE = 10;

    private final LinearCorpus corpus;
    private final int[] order;
    private final int[] truth;
    private final int labels;
    private final long seed;
    private final Workers workers;
    private final Map<LinearSettings, boolean[]> trials = new HashMap<>();

    /**
     * @param rows rows of the corpus to learn from; others are not looked at
     * @param truth the label of every row of the corpus
     */
    LinearSearch(
            LinearCorpus corpus, int[] rows, int[] truth, int labels, long seed, Workers workers) {
        this.corpus = corpus;
        this.truth = truth;
        this.labels = labels;
        this.seed = seed;
        this.workers = workers;
        this.order = shuffled(rows, seed);
    }

    /** Chooses, starting from the first plan. */
    LinearSettings choose(List<LinearSettings> plans) {
        if (order.length < 2 * FOLDS) {
            return plans.getFirst();
        }
        LinearSettings best = plans.getFirst();
        for (LinearSettings plan : plans) {
            if (clearlyBetter(trial(plan), trial(best))) {
                best = plan;
            }
        }
        LinearSettings equalWeights = best.withLabelWeights(false);
        if (clearlyBetter(trial(equalWeights), trial(best))) {
            best = equalWeights;
        }
        LinearSettings up = walk(best, 2);
        return up.equals(best) ? walk(best, 0.5) : up;
    }

    /** The work of one trial where a pass over all rows is {@code units}. */
    static long trialBudget(long units) {
        return Math.max(TRIAL_UNITS, units / FIT_SHARE);
    }

    /** How many settings were tried. */
    int tried() {
        return trials.size();
    }

    private LinearSettings walk(LinearSettings from, double factor) {
        LinearSettings best = from;
        while (true) {
            LinearSettings next = best.withCost(best.cost() * factor);
            if (next.cost() > COST_MAX
                    || next.cost() < COST_MIN
                    || !clearlyBetter(trial(next), trial(best))) {
                return best;
            }
            best = next;
        }
    }

    private boolean[] trial(LinearSettings settings) {
        boolean[] known = trials.get(settings);
        if (known == null) {
            known = run(settings);
            trials.put(settings, known);
        }
        return known;
    }

    private boolean[] run(LinearSettings settings) {
        long budget = trialBudget(units(order));
        long foldUnits = units(order) * (FOLDS - 1) / FOLDS;
        if (foldUnits * FOLDS <= budget) {
            boolean[][] folds = new boolean[FOLDS][];
            for (int fold = 0; fold < FOLDS; fold++) {
                folds[fold] = run(settings, seen(fold, order.length), unseen(fold));
            }
            return joined(folds);
        }
        int seenMax = (int) Math.max(1, order.length * budget / Math.max(1, units(order)));
        return run(settings, seen(0, seenMax), unseen(0));
    }

    private boolean[] run(LinearSettings settings, int[] seen, int[] unseen) {
        LinearVocabulary vocabulary = new LinearVocabulary(corpus, settings, seen, truth, labels);
        LinearClassifiers classifiers =
                LinearClassifiers.fit(
                        vocabulary.matrix(seen),
                        picked(seen),
                        labels,
                        settings.cost(),
                        LinearClassifiers.TRIAL_TOLERANCE,
                        seed,
                        new float[0][],
                        workers,
                        () -> {});
        float[][] scores = classifiers.scores(vocabulary.matrix(unseen), workers);
        boolean[] right = new boolean[unseen.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = top(scores[i]) == truth[unseen[i]];
        }
        return right;
    }

    private int[] seen(int fold, int most) {
        int[] rows = new int[order.length];
        int count = 0;
        for (int i = 0; i < order.length && count < most; i++) {
            if (i % FOLDS != fold) {
                rows[count++] = order[i];
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private int[] unseen(int fold) {
        int[] rows = new int[order.length];
        int count = 0;
        for (int i = fold; i < order.length && count < UNSEEN_ROWS_MAX; i += FOLDS) {
            rows[count++] = order[i];
        }
        return Arrays.copyOf(rows, count);
    }

    /** What one pass over some rows costs: numbers read, times eight classifiers. */
    private long units(int[] rows) {
        long values = 0;
        for (int row : rows) {
            values += corpus.ids(row).length;
        }
        return values * LinearClassifiers.blocks(labels);
    }

    private int[] picked(int[] rows) {
        int[] labelsOfRows = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labelsOfRows[i] = truth[rows[i]];
        }
        return labelsOfRows;
    }

    private static boolean clearlyBetter(boolean[] one, boolean[] other) {
        int wins = 0;
        int losses = 0;
        for (int i = 0; i < one.length; i++) {
            wins += one[i] && !other[i] ? 1 : 0;
            losses += other[i] && !one[i] ? 1 : 0;
        }
        return wins - losses > CLEAR_ERRORS * Math.sqrt(wins + losses);
    }

    private static int top(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    private static boolean[] joined(boolean[][] parts) {
        int length = 0;
        for (boolean[] part : parts) {
            length += part.length;
        }
        boolean[] all = new boolean[length];
        int at = 0;
        for (boolean[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static int[] shuffled(int[] rows, long seed) {
        int[] order = rows.clone();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
