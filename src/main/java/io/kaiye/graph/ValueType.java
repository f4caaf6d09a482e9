package io.kaiye.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Type of a value that flows through a graph. */
public sealed interface ValueType {
    /**
     * A dense tensor.
     *
     * @param element empty where the model does not say
     * @param shape empty where not even the number of dimensions is known
     */
    record TensorType(Optional<ElementType> element, Optional<List<Dim>> shape)
            implements ValueType {
        public TensorType {
            shape = shape.map(List::copyOf);
        }
    }

    /** A sequence, map, optional or sparse tensor: kept as it was read, never looked into. */
    record Other(ByteBuffer proto) implements ValueType {
        public Other {
            proto = proto.asReadOnlyBuffer();
        }
    }

    /** A tensor whose dimensions are numbers (fixed) and texts (symbols). */
    static ValueType tensor(ElementType element, Object... dims) {
        List<Dim> shape = new ArrayList<>();
        for (Object dim : dims) {
            shape.add(
                    switch (dim) {
                        case Number size -> Dim.of(size.longValue());
                        case String symbol -> Dim.of(symbol);
                        case Dim known -> known;
                        default -> throw new IllegalArgumentException("not a dimension: " + dim);
                    });
        }
        return new TensorType(Optional.of(element), Optional.of(shape));
    }
}
