package io.kaiye.evaluate;

/**
 * Whether the model is right as often as it says.
 *
 * @param before the error before the temperature; empty if not measured
 * @param sure how good the surest answers are; empty if there are none
 * @param both true if the chart shows the state before, too
 */
record CalibrationSection(String chart, String ece, String before, String sure, boolean both) {

    static CalibrationSection of(ReportPage page, Words words) {
        Calibration after = page.evaluation().calibration();
        Calibration before = page.uncalibrated();
        return new CalibrationSection(
                ReliabilityChart.draw(after, before, words),
                Format.percent(after.ece()),
                before == null
                        ? ""
                        : words.text(
                                "calibration.before",
                                Format.percent(before.ece()),
                                Format.fixed(page.temperature(), 2)),
                sure(page.evaluation(), words),
                before != null);
    }

    private static String sure(Evaluation evaluation, Words words) {
        Calibration.Bin last = evaluation.calibration().bins().getLast();
        return last.rows() == 0
                ? ""
                : words.text(
                        "calibration.sure",
                        Format.percent((double) last.rows() / evaluation.rows()),
                        Format.fixed(Math.floor(last.low() * 100), 0) + "%",
                        Format.percent(last.accuracy()));
    }
}
