/**
 * The models that exist: immutable versions named by their content, the aliases that point at them,
 * where each came from, what it is good for, and the way out of the house and back in.
 *
 * <p>{@link io.kaiye.registry.Registry} is the door. It takes a {@link
 * io.kaiye.registry.Submission}, gives a {@link io.kaiye.registry.ModelVersion} with its {@link
 * io.kaiye.registry.Provenance}, and keeps every {@link io.kaiye.registry.AliasMove}.
 *
 * <p>May depend on: base, store, model, evaluate.
 */
@NullMarked
package io.kaiye.registry;

import org.jspecify.annotations.NullMarked;
