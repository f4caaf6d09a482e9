/**
 * What the books, the registry and serving say together, and what somebody should look at. Main
 * types: {@link io.kaiye.insight.Findings}, {@link io.kaiye.insight.Finding}.
 *
 * <p>May depend on: base, registry, serve, ledger.
 */
@NullMarked
package io.kaiye.insight;

import org.jspecify.annotations.NullMarked;
