package io.kaiye.train;

/** How an encoder learns. */
enum TuneKind {
    /** The encoder alone, by contrast; a logistic head comes after. */
    CONTRAST("fewshot", 30, 5e-5),
    /** All weights, or those of the top layers. */
    ALL("tune", 50, 1e-4),
    /** Low-rank updates of the matrices, and the head. */
    LOW_RANK("lora", 45, 1e-3),
    /** A smaller encoder, from a teacher's scores. */
    DISTIL("distil", 60, 2e-4);

    /** Of the usual rate, where only upper layers learn. */
    private static final double UPPER_LAYERS = 2;

    /** Rows of a label from which on they say much about it, and are soon learnt by heart. */
    private static final int MANY_ROWS_OF_A_LABEL = 200;

    private static final double EPOCHS = 6;
    private static final double EPOCHS_OF_MANY_ROWS = 2;

    /** Of the usual rate, likewise. */
    private static final double RATE_OF_MANY_ROWS = 0.5;

    /** How far the kept weights lie from the first to the last where few rows are learnt often. */
    private static final double INTERPOLATE = 0.85;

    private final String word;
    private final int order;
    private final double rate;

    TuneKind(String word, int order, double rate) {
        this.word = word;
        this.order = order;
        this.rate = rate;
    }

    /** The recipe's name. */
    String word() {
        return word;
    }

    /** The recipe's place on the ladder. */
    int order() {
        return order;
    }

    /** Settings with what suits the kind and the rows, where it was left open. */
    TuneSettings suited(TuneSettings settings, int rows, int labels) {
        boolean fromLabels = this == ALL || this == LOW_RANK;
        boolean many = fromLabels && rows >= (long) MANY_ROWS_OF_A_LABEL * labels;
        double epochs = many ? EPOCHS_OF_MANY_ROWS : EPOCHS;
        double usual = rate(settings);
        return settings.with(
                settings.epochs() > 0 ? settings.epochs() : epochs,
                many && settings.rate() == 0 ? RATE_OF_MANY_ROWS * usual : usual,
                settings.interpolate() > 0 ? settings.interpolate() : usualInterpolate(many));
    }

    private double usualInterpolate(boolean many) {
        return this == ALL && !many ? INTERPOLATE : 1;
    }

    /** The highest learning rate: the one that was set, else the one that suits the kind. */
    double rate(TuneSettings settings) {
        double usual = settings.layers() > 0 ? UPPER_LAYERS * rate : rate;
        return settings.rate() > 0 ? settings.rate() : usual;
    }
}
