/**
 * Labels: finding the wrong ones, buying those that teach most, spreading and multiplying what is
 * there. Main types: {@link io.kaiye.label.LabelErrors}, {@link io.kaiye.label.Simulation}, {@link
 * io.kaiye.label.Queues}.
 *
 * <p>May depend on: base, store, data, model, evaluate, train.
 */
@NullMarked
package io.kaiye.label;

import org.jspecify.annotations.NullMarked;
