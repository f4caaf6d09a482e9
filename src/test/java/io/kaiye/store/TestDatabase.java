package io.kaiye.store;

import java.nio.file.Path;

/** The databases that a test may be run on; a home has the same one as often as it is opened. */
public enum TestDatabase {
    SQLITE {
        @Override
        public DatabaseAddress address(Path home) {
            return DatabaseAddress.IN_HOME;
        }
    },
    POSTGRES {
        @Override
        public DatabaseAddress address(Path home) {
            return PostgresServer.shared().databaseOf(home);
        }
    };

    /** Where the database of that home is. */
    public abstract DatabaseAddress address(Path home);

    public Store open(Path home) {
        return Store.open(home, address(home));
    }

    /** For a child process, which opens it with {@link #open(String, String)}. */
    public String argument(Path home) {
        return address(home).revealUrl();
    }

    public static Store open(String home, String argument) {
        return Store.open(
                Path.of(home),
                argument.isEmpty() ? DatabaseAddress.IN_HOME : DatabaseAddress.parse(argument));
    }
}
