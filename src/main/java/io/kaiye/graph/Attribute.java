package io.kaiye.graph;

import java.nio.ByteBuffer;
import java.util.List;

/** A constant setting of a node. */
public sealed interface Attribute {
    String name();

    record IntValue(String name, long value) implements Attribute {}

    record FloatValue(String name, float value) implements Attribute {}

    record Text(String name, String value) implements Attribute {}

    record TensorValue(String name, Tensor value) implements Attribute {}

    /** A graph inside a node, such as a branch of {@code If}. */
    record Subgraph(String name, Body value) implements Attribute {}

    record Type(String name, ValueType value) implements Attribute {}

    record Ints(String name, List<Long> values) implements Attribute {
        public Ints {
            values = List.copyOf(values);
        }
    }

    record Floats(String name, List<Float> values) implements Attribute {
        public Floats {
            values = List.copyOf(values);
        }
    }

    record Texts(String name, List<String> values) implements Attribute {
        public Texts {
            values = List.copyOf(values);
        }
    }

    record Tensors(String name, List<Tensor> values) implements Attribute {
        public Tensors {
            values = List.copyOf(values);
        }
    }

    record Subgraphs(String name, List<Body> values) implements Attribute {
        public Subgraphs {
            values = List.copyOf(values);
        }
    }

    record Types(String name, List<ValueType> values) implements Attribute {
        public Types {
            values = List.copyOf(values);
        }
    }

    /** A sparse tensor or another rarity: kept as it was read, never looked into. */
    record Other(String name, ByteBuffer proto) implements Attribute {
        public Other {
            proto = proto.asReadOnlyBuffer();
        }
    }

    static Attribute of(String name, long value) {
        return new IntValue(name, value);
    }

    static Attribute of(String name, float value) {
        return new FloatValue(name, value);
    }

    static Attribute of(String name, String value) {
        return new Text(name, value);
    }

    static Attribute of(String name, Tensor value) {
        return new TensorValue(name, value);
    }

    /** A list of integers. */
    static Attribute ofInts(String name, long... values) {
        return new Ints(name, java.util.Arrays.stream(values).boxed().toList());
    }
}
