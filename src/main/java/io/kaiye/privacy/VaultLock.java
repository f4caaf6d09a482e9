package io.kaiye.privacy;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to change a vault of tokens: the lock on an empty file beside it, which the system
 * takes back from a process that dies. The file stays, for who deletes it may delete the one that
 * another has just locked. Safe for threads.
 */
final class VaultLock implements AutoCloseable {
    private static final String SUFFIX = ".lock";
    private static final Duration POLL = Duration.ofMillis(20);

    /**
     * Of this process. To close a second channel on a file would give up the lock on the first, so
     * none is opened.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private VaultLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Where a vault really lies, so that all its names have one lock and a link to it stays one.
     * Makes its folder.
     */
    static Path place(Path vault) {
        Path absolute = vault.toAbsolutePath();
        try {
            if (Files.exists(absolute)) {
                return absolute.toRealPath();
            }
            Path folder = absolute.getParent();
            return folder == null
                    ? absolute
                    : Files.createDirectories(folder).toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw AtomicFiles.failure(absolute, e);
        }
    }

    /**
     * Takes it for a vault, as {@link #place} gives it.
     *
     * @param wait for another who has it
     * @throws KaiyeException VAULT_BUSY if it is still taken then
     */
    static VaultLock take(Path vault, Duration wait) {
        Path file = vault.resolveSibling(vault.getFileName() + SUFFIX);
        long deadline = System.nanoTime() + wait.toNanos();
        try {
            do {
                Optional<VaultLock> lock = tried(file);
                if (lock.isPresent()) {
                    return lock.get();
                }
                Thread.sleep(POLL);
            } while (System.nanoTime() < deadline);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KaiyeException(ErrorCode.SHUTTING_DOWN, "Interrupted while waiting.", e);
        }
        throw busy(vault, wait);
    }

    private static KaiyeException busy(Path vault, Duration wait) {
        return new KaiyeException(
                ErrorCode.VAULT_BUSY,
                "Another kaiye command has had the vault "
                        + vault
                        + " open for more than "
                        + wait.toMillis() / 1000.0
                        + " s. Nothing was changed. Try again when it is done, or keep these tokens"
                        + " in another file with --vault.");
    }

    private static Optional<VaultLock> tried(Path file) throws IOException {
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        Optional<VaultLock> lock = Optional.empty();
        try {
            lock = locked(file);
            return lock;
        } finally {
            if (lock.isEmpty()) {
                HELD.remove(file);
            }
        }
    }

    private static Optional<VaultLock> locked(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<VaultLock> taken = Optional.empty();
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                PrivateFiles.onlyOwner(file);
                taken = Optional.of(new VaultLock(file, channel));
            }
            return taken;
        } finally {
            if (taken.isEmpty()) {
                channel.close();
            }
        }
    }

    boolean isHeld() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        } finally {
            HELD.remove(file);
        }
    }
}
