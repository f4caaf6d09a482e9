/**
 * The books: append-only, double-entry, in integer micros of one currency an account; the sum of
 * all accounts of a currency is zero, always. Main types: {@link io.kaiye.ledger.Ledger}, {@link
 * io.kaiye.ledger.Transfer}, {@link io.kaiye.ledger.Posting}.
 *
 * <p>May depend on: base, store.
 */
@NullMarked
package io.kaiye.ledger;

import org.jspecify.annotations.NullMarked;
