package io.kaiye.train;

/** Training was cancelled by interrupting its thread, by the user or by the deadline's watch. */
final class CancelledTraining extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CancelledTraining() {
        super("Training was cancelled.");
    }

    /** Ends the training if this thread was interrupted; the interrupt is consumed. */
    static void check() {
        if (Thread.interrupted()) {
            throw new CancelledTraining();
        }
    }
}
