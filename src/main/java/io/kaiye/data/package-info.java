/**
 * Labelled text: files come in, immutable datasets come out.
 *
 * <p>Main types: {@link io.kaiye.data.Dataset} (rows in splits), {@link
 * io.kaiye.data.DatasetVersion} (what it is and where it came from), {@link io.kaiye.data.Example}.
 *
 * <p>May depend on: base, store.
 */
@NullMarked
package io.kaiye.data;

import org.jspecify.annotations.NullMarked;
