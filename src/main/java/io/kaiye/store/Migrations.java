package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The steps of the schema: a folder for each dialect, the same steps in both. */
final class Migrations {
    /** The highest V-number under {@code db/migration}; a test compares. */
    static final int NEWEST = 15;

    /** Kept in a field: the logging system forgets the level of a logger nobody holds. */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private Migrations() {}

    /**
     * Takes the steps that are missing.
     *
     * @param source where the database is
     * @param folder the dialect's, below {@code db/migration}
     * @param place for the message, without a password
     */
    static void migrate(FluentConfiguration source, String folder, String place) {
        FLYWAY_LOG.setLevel(Level.OFF);
        try {
            source.locations("classpath:db/migration/" + folder).loggers("slf4j").load().migrate();
        } catch (FlywayException e) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    "Cannot bring the database in "
                            + place
                            + " to schema "
                            + NEWEST
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    static FluentConfiguration configuration() {
        return Flyway.configure();
    }

    static KaiyeException newer(String place, long version, String other) {
        return new KaiyeException(
                ErrorCode.NEWER_HOME,
                place
                        + " was last used by a newer Kaiye (its schema is "
                        + version
                        + ", this one knows up to "
                        + NEWEST
                        + "). Use that Kaiye, or "
                        + other
                        + ".");
    }
}
