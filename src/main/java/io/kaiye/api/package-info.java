/**
 * The operator's and the customers' HTTP interface to the books, under {@code /api}: one class for
 * each resource, joined by {@link io.kaiye.api.Api}. The operator may do all that the command line
 * may; a customer reads its own rows, and nothing of what they cost us.
 *
 * <p>May depend on: base, http, gateway (for the description of a route), ledger, insight,
 * registry.
 */
@NullMarked
package io.kaiye.api;

import org.jspecify.annotations.NullMarked;
