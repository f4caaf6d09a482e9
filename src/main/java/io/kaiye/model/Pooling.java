package io.kaiye.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the vectors of a text's tokens become the vector of the text. */
public enum Pooling {
    /** The vector of the first token. */
    @JsonProperty("cls")
    CLS,
    /** The mean over the tokens that are not padding. */
    @JsonProperty("mean")
    MEAN,
    /** The graph pools by itself. */
    @JsonProperty("pooled")
    POOLED,
    /** Nothing is pooled: a linear model. */
    @JsonProperty("none")
    NONE
}
