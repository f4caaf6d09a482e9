/**
 * What is owed to the people in the data, and the record of what was done.
 *
 * <p>Main types: {@link io.kaiye.govern.AuditLog} (the hash-chained record), {@link
 * io.kaiye.govern.Persons} (find, export, correct, erase, withdraw; {@code Withdrawals} hold for
 * what is stored later), {@link io.kaiye.govern.Lineage} (from a version back to its files and on
 * to its models).
 *
 * <p>Way of an erasure: {@code PersonQuery} says which rows, {@code data.AllRows} takes them out of
 * every version, {@code Traces} cleans what else holds them, {@code ModelAdvice} says what to do
 * about the models; {@code ErasureTable} is the journal by which one that was killed goes on.
 *
 * <p>May depend on: base, store, data, registry, serve, ledger.
 */
@NullMarked
package io.kaiye.govern;

import org.jspecify.annotations.NullMarked;
