package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Target;

/** Rows to learn from and to be judged by, as an encoder or its upper part reads them. */
interface TuneData extends AutoCloseable {
    /** How many tokens each row has. */
    int[] lengths();

    /** The inputs of some rows. */
    Batch batch(int[] rows, Target target);

    @Override
    default void close() {}
}
