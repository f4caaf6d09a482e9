package io.kaiye.store;

import io.kaiye.base.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of the tests' own: a fresh cluster in a temporary folder on a free port of
 * 127.0.0.1, with fsync. It ends with the JVM, however that ends.
 */
public final class PostgresServer implements AutoCloseable {
    static final String USER = "kaiye";
    static final String PASSWORD = "a&secret word";
    private static final String PASSWORD_ENCODED = "a%26secret+word";
    private static final String ADMIN = "postgres";
    private static final int DATABASES = 4;

    private static final Duration START_MAX = Duration.ofSeconds(30);

    /** Waits for the server, and stops it when what this process reads ends with its parent. */
    private static final String WATCHED =
            "exec 3<&0; \"$@\" & pid=$!; echo $pid;"
                    + " (cat <&3 >/dev/null; kill -QUIT $pid 2>/dev/null) & watcher=$!;"
                    + " wait $pid; kill $watcher 2>/dev/null";

    private static @Nullable PostgresServer shared;

    private final Path bin;
    private final Path folder;
    private final Path data;
    private final int port;
    private final Map<Path, DatabaseAddress> ofHomes = new HashMap<>();
    private @Nullable Process process;
    private long pid;
    private int wanted;

    private PostgresServer(Path bin, Path folder, int port) {
        this.bin = bin;
        this.folder = folder;
        this.data = folder.resolve("data");
        this.port = port;
    }

    /** The one that tests share which do not stop it. */
    public static synchronized PostgresServer shared() {
        PostgresServer there = shared;
        if (there == null) {
            there = start();
            shared = there;
            Runtime.getRuntime().addShutdownHook(new Thread(there::close));
        }
        return there;
    }

    /** One to be stopped and started. */
    public static PostgresServer start() {
        try {
            Path bin = find();
            Path folder = Files.createTempDirectory("kaiye-postgres-");
            if (user().isPresent()) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(user().get()));
            }
            PostgresServer server = new PostgresServer(bin, folder, freePort());
            server.initialise();
            server.run();
            server.administer("CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The database of a home, at the newest schema and empty the first time. A few are used again
     * and again, as to make one takes seconds.
     */
    synchronized DatabaseAddress databaseOf(Path home) {
        return ofHomes.computeIfAbsent(home, any -> newDatabase());
    }

    /** One to have until {@link #DATABASES} more are wanted. */
    public synchronized DatabaseAddress newDatabase() {
        String name = "kaiye_" + wanted % DATABASES;
        if (wanted++ < DATABASES) {
            DatabaseAddress made = emptyDatabase(name);
            migrate(made);
            administerIn(name, EmptyTables.SEED);
            return made;
        }
        administer(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + name
                        + "'");
        administerIn(name, "SET session_replication_role = replica", EmptyTables.EMPTY);
        return address(name);
    }

    /** A database with nothing in it. */
    DatabaseAddress emptyDatabase(String name) {
        administer("CREATE DATABASE " + name + " OWNER " + USER);
        return address(name);
    }

    public DatabaseAddress address(String name) {
        return address(name, port);
    }

    /** As somebody sees it who comes by another port. */
    static DatabaseAddress address(String name, int port) {
        return DatabaseAddress.parse(
                "jdbc:postgresql://127.0.0.1:"
                        + port
                        + "/"
                        + name
                        + "?user="
                        + USER
                        + "&password="
                        + PASSWORD_ENCODED);
    }

    int port() {
        return port;
    }

    /** A new folder that the server may write to, and who that is. */
    Path newFolder(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.setOwner(made, Files.getOwner(folder));
        return made;
    }

    /** Runs statements as the server's owner. */
    void administer(String... statements) {
        administerIn(ADMIN, statements);
    }

    void administerIn(String database, String... statements) {
        try (Connection connection = connectAsAdmin(database);
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection connectAsAdmin(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, ADMIN, PASSWORD);
    }

    /** Ends every connection, and is there again when this returns. */
    public void restart() {
        stop("INT");
        run();
    }

    /** As when the power fails: whatever was not on the disk is gone. */
    public void crash() {
        stop("QUIT");
    }

    /** Is there again when this returns. */
    public void run() {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WATCHED, "sh"));
        command.addAll(asUser());
        command.addAll(
                List.of(
                        bin.resolve("postgres").toString(),
                        "-D",
                        data.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "port=" + port,
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=on"));
        try {
            Process started =
                    new ProcessBuilder(command)
                            .redirectError(folder.resolve("log").toFile())
                            .start();
            process = started;
            pid = Long.parseLong(started.inputReader(StandardCharsets.UTF_8).readLine());
            awaitReady(started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Process started) throws IOException {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                connectAsAdmin(ADMIN).close();
                return;
            } catch (SQLException e) {
                if (!started.isAlive() || System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "PostgreSQL does not start: " + Files.readString(folder.resolve("log")),
                            e);
                }
                sleep();
            }
        }
    }

    /** As the system does that runs out of memory. It recovers by itself, and then this returns. */
    void killOneOfItsProcesses() {
        try (Connection connection = connectAsAdmin(ADMIN);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT pg_backend_pid()")) {
            answer.next();
            new ProcessBuilder("kill", "-KILL", answer.getString(1)).start().waitFor();
            while (connection.isValid(1)) {
                sleep();
            }
        } catch (SQLException | IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        sleep(); // until the server has noticed
        try {
            awaitReady(Objects.requireNonNull(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop(String signal) {
        Process running = process;
        if (running == null) {
            return;
        }
        process = null;
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(pid)).start().waitFor();
            if (!running.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("PostgreSQL does not stop");
            }
            running.getOutputStream().close();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it and deletes its files. */
    @Override
    public void close() {
        stop("QUIT");
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void migrate(DatabaseAddress database) {
        try {
            Path home = Files.createTempDirectory("kaiye-home-");
            Store.open(home, database).close();
            FileTrees.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initialise() throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD);
        List<String> command = new ArrayList<>(asUser());
        command.addAll(
                List.of(
                        bin.resolve("initdb").toString(),
                        "-D",
                        data.toString(),
                        "-U",
                        ADMIN,
                        "--encoding=UTF8",
                        "--locale=C",
                        "--auth=scram-sha-256",
                        "--pwfile=" + password,
                        "--no-sync"));
        Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.onExit().join().exitValue() != 0) {
            throw new AssertionError("initdb failed: " + said);
        }
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> asUser() {
        return user().map(
                        name ->
                                List.of(
                                        "setpriv",
                                        "--reuid=" + name,
                                        "--regid=" + group(name),
                                        "--clear-groups"))
                .orElse(List.of());
    }

    private static String group(String user) {
        return user.equals("nobody") ? "nogroup" : user;
    }

    private static Optional<String> user() {
        if (!System.getProperty("user.name").equals("root")) {
            return Optional.empty();
        }
        try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
            return Optional.of(users.anyMatch(line -> line.startsWith("postgres:")))
                    .map(there -> there ? "postgres" : "nobody");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path find() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String folder :
                List.of("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")) {
            if (Files.isDirectory(Path.of(folder))) {
                try (Stream<Path> versions = Files.list(Path.of(folder))) {
                    versions.map(version -> version.resolve("bin")).forEach(places::add);
                }
            }
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            places.add(Path.of(folder));
        }
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .max(Comparator.comparing(Path::toString))
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "These tests need a PostgreSQL server. Install it (Debian:"
                                                + " apt install postgresql; macOS: brew install"
                                                + " postgresql) and run them again; they start one"
                                                + " of their own."));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
