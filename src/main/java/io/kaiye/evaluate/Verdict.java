package io.kaiye.evaluate;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a paired test shows about the first of two models, at the 5% level. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Verdict.Better.class, name = "better"),
    @JsonSubTypes.Type(value = Verdict.Worse.class, name = "worse"),
    @JsonSubTypes.Type(value = Verdict.NoDifferenceShown.class, name = "no_difference_shown")
})
public sealed interface Verdict {
    /** The first model is right more often. */
    record Better(Interval difference) implements Verdict {}

    /** The first model is right less often. */
    record Worse(Interval difference) implements Verdict {}

    /** These rows cannot tell; that does not say the models are equally good. */
    record NoDifferenceShown(Interval difference) implements Verdict {}

    /** Accuracy of the first model minus that of the second. */
    Interval difference();
}
