package io.kaiye.graph;

/** One dimension of a shape: a number, a name that stands for a number, or not known. */
public sealed interface Dim {
    /** A known size, 0 or more. */
    record Fixed(long size) implements Dim {
        public Fixed {
            if (size < 0) {
                throw Refusal.corrupt("a dimension of size " + size);
            }
        }
    }

    /** A size that is only known when the model runs, such as {@code batch}. */
    record Symbol(String name) implements Dim {}

    /** A size nobody has said anything about. */
    record Unknown() implements Dim {}

    /** A fixed dimension. */
    static Dim of(long size) {
        return new Fixed(size);
    }

    /** A named dimension. */
    static Dim of(String symbol) {
        return new Symbol(symbol);
    }
}
