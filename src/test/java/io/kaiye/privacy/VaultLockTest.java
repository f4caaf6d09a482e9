package io.kaiye.privacy;

import static io.kaiye.privacy.TokenVaultTest.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One vault, several at once: no token of anybody is lost. */
class VaultLockTest {
    private static final Duration SOON = Duration.ofMillis(100);

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("tokens");
    }

    @Test
    void anotherProcessWaitsALittleAndIsToldWhatToDo() throws IOException {
        try (ChildJvm child = ChildJvm.start(HoldsAVault.class, file.toString())) {
            child.await("held");
            KaiyeException busy = busy(file);
            assertEquals(ErrorCode.VAULT_BUSY, busy.code());
            assertTrue(busy.getMessage().contains("another file with --vault"), busy.getMessage());
        }
    }

    @Test
    void whoeverComesSecondFindsTheTokensOfTheFirst() throws IOException {
        try (ChildJvm child = ChildJvm.start(HoldsAVault.class, file.toString())) {
            child.await("held");
            child.release();
            String mine;
            try (TokenVault vault = TokenVault.open(file, key(1))) {
                mine = vault.token(PersonalDataKind.PERSON, "parent");
                vault.save();
            }
            String theirs = child.await("token ").substring("token ".length());
            assertEquals(0, child.awaitEnd().exitCode());
            assertEquals(
                    "child \n, parent",
                    TokenVault.existing(file, key(1)).reveal(theirs + ", " + mine));
        }
    }

    @Test
    void whoIsKilledLeavesTheVaultAsItWasAndOpenToOthers() throws IOException {
        save("before");
        try (ChildJvm child = ChildJvm.start(HoldsAVault.class, file.toString())) {
            child.await("held");
            child.kill();
        }
        save("after");
        assertEquals(2, TokenVault.existing(file, key(1)).size());
    }

    @Test
    void manyThreadsLoseNothingEither() {
        List<Thread> threads =
                IntStream.range(0, 8)
                        .mapToObj(i -> Thread.ofVirtual().start(() -> save("value " + i)))
                        .toList();
        threads.forEach(VaultLockTest::join);
        assertEquals(8, TokenVault.existing(file, key(1)).size());
    }

    @Test
    void aLinkToAVaultIsTheSameVault() throws IOException {
        save("first");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (TokenVault vault = TokenVault.open(link, key(1))) {
            assertEquals(ErrorCode.VAULT_BUSY, busy(file).code());
            vault.token(PersonalDataKind.PERSON, "second");
            vault.save();
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(2, TokenVault.existing(file, key(1)).size());
    }

    @Test
    void aVaultThatCannotBeReadIsNotHeld() {
        save("first");
        for (int i = 0; i < 2; i++) {
            KaiyeException refused =
                    assertThrows(KaiyeException.class, () -> TokenVault.open(file, key(2), SOON));
            assertEquals(ErrorCode.CORRUPT_FILE, refused.code());
        }
    }

    @Test
    void whoOnlyLooksWaitsForNobodyAndSavesNothing() throws IOException {
        TokenVault look = TokenVault.unsaved(file, key(1));
        look.token(PersonalDataKind.PERSON, "seen");
        assertThrows(IllegalStateException.class, look::save);
        assertEquals(List.of(), names());
        try (TokenVault vault = TokenVault.open(file, key(1))) {
            vault.token(PersonalDataKind.PERSON, "kept");
            vault.save();
            assertEquals(1, TokenVault.existing(file, key(1)).size());
            assertEquals(1, TokenVault.unsaved(file, key(1)).size());
        }
        TokenVault closed = TokenVault.open(file, key(1));
        closed.close();
        assertThrows(IllegalStateException.class, closed::save);
        assertEquals(List.of("tokens", "tokens.lock"), names());
    }

    private KaiyeException busy(Path vault) {
        return assertThrows(KaiyeException.class, () -> TokenVault.open(vault, key(1), SOON));
    }

    private void save(String value) {
        try (TokenVault vault = TokenVault.open(file, key(1))) {
            vault.token(PersonalDataKind.PERSON, value);
            vault.save();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
