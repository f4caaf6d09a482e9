package io.kaiye.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The families of models, which differ in their files and in how they compute. */
public enum ModelKind {
    /** A sparse linear classifier in plain Java. */
    @JsonProperty("linear")
    LINEAR,
    /** An ONNX graph with a tokeniser, with or without a classifying head. */
    @JsonProperty("neural")
    NEURAL,
    /** Low-rank updates and a head, computed with over the graph of their base. */
    @JsonProperty("adapter")
    ADAPTER,
    /** An ONNX graph with a tokeniser, and a sparse linear classifier that answers with it. */
    @JsonProperty("blend")
    BLEND
}
