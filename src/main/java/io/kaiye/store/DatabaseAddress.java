package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the database of a home is: in the home itself, or on a PostgreSQL server. Its text has no
 * password in it. Immutable.
 */
public final class DatabaseAddress {
    /** A SQLite file in the home folder. */
    public static final DatabaseAddress IN_HOME = new DatabaseAddress("", new Properties());

    private static final String BEGIN = "jdbc:postgresql:";
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)((?:ssl)?password=)[^\\r\\n]*|(://[^/\\s:@]*:)[^/\\s@]*(?=@)");
    private static final String FORM =
            "in quotes, as a shell takes the & for its own:"
                    + " jdbc:postgresql://HOST/DATABASE?user=NAME&password=SECRET";

    /** Kept in a field: the logging system forgets the level of a logger nobody holds. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    private final String url;
    private final Properties parts;

    private DatabaseAddress(String url, Properties parts) {
        this.url = url;
        this.parts = parts;
    }

    /**
     * The address of a PostgreSQL database as JDBC writes it.
     *
     * @throws KaiyeException INVALID_ARGUMENT, without repeating what may be a password
     */
    public static DatabaseAddress parse(String url) {
        String trimmed = url.strip();
        if (!trimmed.startsWith(BEGIN)) {
            throw refused("\"" + masked(trimmed) + "\" is no address of a PostgreSQL database");
        }
        int question = trimmed.indexOf('?');
        String before = question < 0 ? trimmed : trimmed.substring(0, question);
        if (before.indexOf('@') >= 0) {
            throw refused("a name and a password before the host, with an @, are not understood");
        }
        DRIVER_LOG.setLevel(Level.OFF); // what it has to say it throws, and it says whole addresses
        Properties parts = Driver.parseURL(trimmed, new Properties());
        if (parts == null) {
            throw refused("\"" + masked(trimmed) + "\" cannot be understood");
        }
        return new DatabaseAddress(trimmed, parts);
    }

    /**
     * A text without what looks like the password of an address; nor what follows it in its line,
     * which may belong to it.
     */
    public static String masked(String text) {
        return PASSWORD.matcher(text).replaceAll("$1$2***");
    }

    private static KaiyeException refused(String why) {
        return new KaiyeException(
                ErrorCode.INVALID_ARGUMENT, "--database: " + why + ". Write it " + FORM);
    }

    boolean isInHome() {
        return url.isEmpty();
    }

    /** What tells it from other databases and schemas; without the password. */
    String identity() {
        return isInHome() ? toString() : this + "&currentSchema=" + part(PGProperty.CURRENT_SCHEMA);
    }

    /** With the password. */
    String revealUrl() {
        return url;
    }

    String user() {
        return Optional.ofNullable(PGProperty.USER.getOrDefault(parts))
                .orElse(System.getProperty("user.name", ""));
    }

    private String part(PGProperty property) {
        return Optional.ofNullable(property.getOrDefault(parts)).orElse("");
    }

    /** The address without password and settings. */
    @Override
    public String toString() {
        return isInHome()
                ? "in the home folder"
                : String.format(
                        Locale.ROOT,
                        "%s//%s/%s?user=%s",
                        BEGIN,
                        hosts(),
                        part(PGProperty.PG_DBNAME),
                        user());
    }

    /** Several where the driver is to try one after the other. */
    private String hosts() {
        String[] hosts = part(PGProperty.PG_HOST).split(",");
        String[] ports = part(PGProperty.PG_PORT).split(",");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < hosts.length; i++) {
            all.append(i == 0 ? "" : ",").append(hosts[i]);
            all.append(':').append(ports[Math.min(i, ports.length - 1)]);
        }
        return all.toString();
    }
}
