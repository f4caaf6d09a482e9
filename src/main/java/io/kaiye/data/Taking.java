package io.kaiye.data;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Which rows are to leave which versions.
 *
 * @param versions that lose rows
 * @param rows that they lose; empty for all of them, which then are not read
 * @param correction what becomes of those rows in a new version of each dataset whose newest one
 *     loses any; empty where they are gone for good
 * @param follows also what was made of those rows and no longer passes the test
 * @param reason a few words without personal data, which the versions keep
 */
public record Taking(
        Predicate<DatasetVersion> versions,
        Optional<Predicate<Map<String, Object>>> rows,
        Optional<UnaryOperator<Map<String, Object>>> correction,
        boolean follows,
        String reason) {}
