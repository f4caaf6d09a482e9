package io.kaiye.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaiye.base.AtomicFiles;
import io.kaiye.privacy.TokenVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the values of tokens back into a text file, for whoever has the key. */
@Command(
        name = "reveal",
        description = "Write a text file again with the values that its tokens stand for.")
final class DataRevealCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "FILE", description = "Text with tokens.")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "TO", description = "Where to; replaced if it is there.")
    private Path target = Path.of("");

    @Option(
            names = "--vault",
            paramLabel = "FILE",
            required = true,
            description = "Encrypted file in which the tokens are kept.")
    private Path vault = Path.of("");

    @Option(
            names = "--key-env",
            paramLabel = "VARIABLE",
            defaultValue = PrivacyOptions.KEY_VARIABLE,
            description = "Holds the key. Default: ${DEFAULT-VALUE}.")
    private String keyVariable = "";

    DataRevealCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        TokenVault opened = TokenVault.existing(vault, PrivacyOptions.tokenKey(keyVariable));
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
        AtomicFiles.write(target, out -> out.write(opened.reveal(text).getBytes(UTF_8)));
        return session.result(
                List.of("Written with its values to " + target.toAbsolutePath()),
                Map.of("file", target.toAbsolutePath().toString()));
    }
}
