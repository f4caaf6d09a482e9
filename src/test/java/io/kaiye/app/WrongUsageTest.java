package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.app.Program.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on the command line ends with one clear message and the right exit code. */
class WrongUsageTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                              | 2 | COMMAND",
                "trian                                         | 2 | no command 'trian'; there are",
                "trian                                         | 2 | Did you mean \"train\"?",
                "data imprt                                    | 2 | Did you mean \"import\"?",
                "train m --data rows --buget 1m                | 2 | Did you mean \"--budget\"?",
                "train m m --data rows                         | 2 | one argument too many",
                "up --port x                                   | 2 | 'x' is not a whole number.",
                "data                                          | 2 | import",
                "data import                                   | 2 | NAME",
                "data import x                                 | 2 | Nothing to import",
                "data import x no-such.csv                     | 1 | no-such.csv",
                "data import bad/name no-such.csv              | 2 | letters, digits",
                "data import x no-such.csv --table --strict    | 2 | leave --strict away",
                "data import x --url u --query q --no-header   | 2 | need none of them",
                "data export nothing out.csv                   | 1 | nothing",
                "audit --limit 0                               | 2 | --limit is 0",
                "train m                                       | 2 | --data",
                "train m --data nothing                        | 1 | nothing",
                "train m --data rows --target 93               | 2 | 0.93",
                "train m --data rows --recipe lstm             | 2 | linear",
                "train m --data rows --recipe distil           | 2 | --teacher MODEL",
                "train m --data rows --unlabelled x.txt        | 2 | --teacher",
                "train m --data rows --teacher none            | 1 | none",
                "train m --data rows --metric f1               | 2 | macro_f1",
                "train m --data rows --budget soon             | 2 | 10m",
                "train m --data rows --budget 0s               | 2 | budget",
                "train M! --data rows --recipe linear          | 2 | M!",
                "predict m hello                               | 1 | m",
                "predict m                                     | 2 | --file",
                "eval m --data rows:middle                     | 2 | train, valid and test",
                "compress m --data rows --max-loss x           | 2 | max-loss",
                "compress m --data rows --set epochs=2         | 2 | without --prune",
                "compress m --data rows --prune 1              | 2 | shares above 0 and up to 0.9",
                "compress m --data rows --prune 0.5 --set x=1  | 2 | There is no setting",
                "models promote m@1                            | 2 | --reason",
                "models show m                                 | 1 | m",
                "models import no-such-folder                  | 2 | bge-small-en",
                "models import /                               | 1 | Name a folder that holds an"
                        + " encoder",
                "models import .                               | 1 | Name a folder that holds an"
                        + " encoder",
                "up --port 99999                               | 2 | 65535",
                "up --bind 0.0.0.0                             | 2 | token",
                "up --bind 0.0.0.0 --token short               | 2 | 16",
                "bench nothing                                 | 2 | nothing",
            })
    void saysWhatIsWrongAndWhatIsAccepted(String typed, int exitCode, String said)
            throws IOException {
        Ran ran = withRows().run(typed == null ? new String[0] : typed.split(" "));
        assertEquals(exitCode, ran.exitCode(), ran.err());
        assertTrue(ran.err().contains(said), ran.err());
        assertFalse(ran.err().contains("\tat "), ran.err());
        assertFalse(
                ran.err().matches("(?s).*[ \t]\n.*"), "space at the end of a line: " + ran.err());
        assertEquals("", ran.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data split nothing                            | 1 | nothing",
                "data split rows --by chance                   | 2 | stratified, group, time",
                "data split rows --by group                    | 2 | needs --group COLUMN",
                "data split rows --group text                  | 2 | makes no use of --group",
                "data split rows --by time --time when         | 2 | no column \"when\"",
                "data split rows --by kfold --folds 1          | 2 | 2 to 50",
                "data split rows --test-share 1                | 2 | leave nothing for train",
                "data split rows --near 0.1                    | 2 | 0.5 to 1",
                "data split rows                               | 1 | would leak",
                "data split rows --repair                      | 1 | leave nothing for valid",
                "data dedupe nothing                           | 1 | nothing",
                "data dedupe rows --keep last                  | 2 | majority-label",
                "data dedupe rows --near 2                     | 2 | 0.5 to 1"
            })
    void dividesNothingByHalf(String typed, int exitCode, String said) throws IOException {
        saysWhatIsWrongAndWhatIsAccepted(typed, exitCode, said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data import x --test rows.csv                 | 2 | add --train FILE",
                "evaluate m --data rows                        | 2 | Did you mean \"eval\"?",
                "train m --data rows --set rate                | 2 | The value of '--set'",
                "train m --data rows --set lr=0.1              | 2 | Did you mean \"rate\"?",
                "train m --data rows --recipe linear --set epochs=2 | 2 | fewshot, lora",
                "train m --data rows --base bert-bass          | 2 | bert-bass"
            })
    void knowsWhatWasMeant(String typed, int exitCode, String said) throws IOException {
        saysWhatIsWrongAndWhatIsAccepted(typed, exitCode, said);
    }

    @ParameterizedTest
    @CsvSource({"up", "demo --exit"})
    void aTakenPortIsSaidBeforeAnyWork(String typed) throws IOException {
        Program kaiye = new Program(folder.resolve("home"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Ran ran = kaiye.run((typed + " --port " + port).split(" "));
            assertEquals(1, ran.exitCode(), ran.err());
            assertTrue(ran.err().contains(port), ran.err());
            assertTrue(ran.err().contains("--port"), ran.err());
            assertEquals("", ran.out());
        }
    }

    private Program withRows() throws IOException {
        Program kaiye = new Program(folder.resolve("home"));
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "text,label\n" + "red apple,fruit\nlate bus,travel\n".repeat(10));
        kaiye.run("data", "import", "rows", rows.toString());
        return kaiye;
    }
}
