package io.kaiye.privacy;

import java.io.IOException;
import java.nio.file.Path;

/** Opens a vault, waits until it is told to go on, adds a token and saves it. */
final class HoldsAVault {
    private HoldsAVault() {}

    public static void main(String[] arguments) throws IOException {
        try (TokenVault vault = TokenVault.open(Path.of(arguments[0]), TokenVaultTest.key(1))) {
            System.out.println("held");
            int go = System.in.read();
            System.out.println(
                    "token " + vault.token(PersonalDataKind.PERSON, "child " + (char) go));
            vault.save();
        }
    }
}
