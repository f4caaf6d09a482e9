/**
 * Where everything durable lives: a database (SQLite in the home folder, or PostgreSQL) and
 * content-addressed files in the home folder.
 *
 * <p>Main types: {@link io.kaiye.store.Store} (open a home, read a snapshot, write a transaction),
 * {@link io.kaiye.store.Sql} and {@link io.kaiye.store.Row} (the only SQL the other rooms see),
 * {@link io.kaiye.store.DatabaseAddress} (where the database is), {@link io.kaiye.store.Blobs}
 * (immutable files named by their SHA-256).
 *
 * <p>May depend on: base.
 */
@NullMarked
package io.kaiye.store;

import org.jspecify.annotations.NullMarked;
