package io.kaiye.evaluate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything an evaluation report shows; {@link Report} writes it as HTML, {@link Summary} as lines
 * for a terminal. Texts and labels may hold anything, they are escaped.
 *
 * @param language of the words around the figures
 * @param evaluation the quality that is reported, usually on the test split
 * @param uncalibrated calibration of the same rows before the temperature; null if not measured
 * @param temperature the scores were divided by; 1 where none was fitted
 * @param ladder the rungs, cheapest first; empty where a recipe was chosen by hand
 * @param curve how the training went, epoch by epoch; without points where nothing is known
 * @param mistakes the worst, see {@link Mistake#worst}
 * @param compression null if the model was not compressed
 * @param provenance in the order shown
 */
public record ReportPage(
        Language language,
        Subject subject,
        Goal goal,
        Evaluation evaluation,
        @Nullable Calibration uncalibrated,
        double temperature,
        Running running,
        List<Rung> ladder,
        Curve curve,
        List<Mistake> mistakes,
        @Nullable Compression compression,
        List<Fact> provenance) {

    public ReportPage {
        ladder = List.copyOf(ladder);
        mistakes = List.copyOf(mistakes);
        provenance = List.copyOf(provenance);
    }

    /** The language of the words around the figures. */
    public enum Language {
        ENGLISH,
        CHINESE
    }

    /**
     * What was evaluated.
     *
     * @param model its name, with the version as it should be shown
     * @param dataset name and version
     * @param split such as test or valid
     * @param recipe such as probe
     * @param created when
     */
    public record Subject(
            String model, String dataset, String split, String recipe, Instant created) {}

    /**
     * The target.
     *
     * @param metric it is set on, which the report leads with
     * @param target from 0 to 1; null where none was set
     * @param met true if the lower bound on validation rows reached it; false without a target
     */
    public record Goal(Metric metric, @Nullable Double target, boolean met) {}

    /**
     * What running the model takes.
     *
     * @param sizeBytes of the artefact
     * @param speed null if not measured
     * @param costMicrosPer1000 what 1,000 answers cost us; 0 if not measured
     * @param llm to compare the cost with; null for no comparison
     */
    public record Running(
            long sizeBytes, @Nullable Speed speed, long costMicrosPer1000, @Nullable LlmCall llm) {}

    /** What became of a rung of the ladder. */
    public enum Outcome {
        /** The model of this report. */
        CHOSEN,
        /** Trained and measured. */
        TRIED,
        /** Only estimated. */
        NOT_TRIED
    }

    /**
     * A rung of the ladder.
     *
     * @param quality on validation rows; null unless trained
     * @param trainTime measured, or estimated for a rung that was not tried; zero for neither
     * @param trainCostMicros likewise
     * @param costMicrosPer1000 answers; 0 if not known
     * @param sizeBytes 0 if not known
     * @param note a short remark, may be empty
     */
    public record Rung(
            String recipe,
            Outcome outcome,
            @Nullable Interval quality,
            Duration trainTime,
            long trainCostMicros,
            long costMicrosPer1000,
            long sizeBytes,
            String note) {
        /** False if its time was neither measured nor predicted. */
        boolean isTimed() {
            return !trainTime.isZero();
        }
    }

    /**
     * How a training went.
     *
     * @param of the version that learnt so, where it is another that this one was made from; null
     *     where it is this one
     */
    public record Curve(List<Epoch> points, @Nullable String of) {
        public static final Curve NONE = new Curve(List.of(), null);

        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * Where a training stood when it was judged.
     *
     * @param epochs passes over the rows so far
     * @param loss mean since the point before
     * @param quality accuracy on held-out rows
     */
    public record Epoch(double epochs, double loss, double quality) {}

    /**
     * A model before and after compression, on the same rows.
     *
     * @param kind such as int8
     * @param rows measured on
     * @param unseen true if the model is known not to have learnt from them
     * @param lossMax how much quality may be lost, such as 0.005
     * @param keptFloat names of the layers left as they were
     */
    public record Compression(
            String kind,
            int rows,
            boolean unseen,
            Side before,
            Side after,
            double lossMax,
            List<String> keptFloat) {
        public Compression {
            keptFloat = List.copyOf(keptFloat);
        }

        /**
         * One side.
         *
         * @param speed null if not measured
         */
        public record Side(Interval quality, long sizeBytes, @Nullable Speed speed) {}
    }

    /** A line of the provenance, such as "seed" and "7". */
    public record Fact(String name, String value) {}
}
