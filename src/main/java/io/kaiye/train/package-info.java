/**
 * Recipes that turn labelled text into a model, and the ladder that climbs them from cheap to dear
 * until one is good enough. Main types: {@link io.kaiye.train.Trainer}, {@link
 * io.kaiye.train.TrainingRequest}, {@link io.kaiye.train.TrainedModel}.
 *
 * <p>May depend on: base, data, graph, autograd, model, evaluate.
 */
@NullMarked
package io.kaiye.train;

import org.jspecify.annotations.NullMarked;
