package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DatasetsTest {
    private final TestDatabase database;

    DatasetsTest(TestDatabase database) {
        this.database = database;
    }

    private static final List<Example> TWO =
            List.of(new Example("hello", "greet"), new Example("bye", "part"));

    @TempDir Path temp;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(temp, database);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void everyFormatGivesTheSameRows() throws IOException {
        desk.train(desk.file("a.csv", "text,label\nhello,greet\nbye,part\n"));
        String id = desk.datasets.find("desk").id();
        for (Path file :
                List.of(
                        desk.file("b.tsv", "text\tlabel\nhello\tgreet\nbye\tpart"),
                        desk.file("c.csv", "label;text\r\ngreet;hello\r\n\r\npart;bye\r\n"),
                        desk.file("d", "\ufefftext,label\n\"hello\",\"greet\"\nbye,part\n"),
                        desk.file("e", "text\tlabel\nhello\tgreet\nbye\tpart"),
                        desk.file(
                                "f.jsonl",
                                """
                                {"text": "hello", "label": "greet", "more": {"a": [1, 2]}}

                                {"label": "part", "text": "bye", "text2": null}\
                                """),
                        desk.file(
                                "g",
                                "{\"label\":\"greet\",\"text\":\"hello\"}\n"
                                        + "{\"text\":\"bye\",\"label\":\"part\"}"))) {
            assertEquals(id, desk.train(file).id(), file.toString());
            assertEquals(TWO, desk.rows());
        }
    }

    @Test
    void fieldsKeepTheirQuotesBreaksAndSpaces() throws IOException {
        desk.train(
                desk.file(
                        "a.csv",
                        """
                        id,text,label
                        1," a ""b"",
                        c ",x
                        2,5" disk,y
                        3,#not a comment,x\
                        """));
        assertEquals(
                List.of(" a \"b\",\nc ", "5\" disk", "#not a comment"),
                desk.rows().stream().map(Example::text).toList());
    }

    @Test
    void quotesCanBeCharacters() throws IOException {
        desk.settings = new ImportSettings(List.of("text"), "label", "auto", false, 0.1, 0.1, 7);
        desk.train(desk.file("a.tsv", "text\tlabel\n\"open\tx\na \"b\"\ty\n\"\"\tx\n"));
        assertEquals(
                List.of("\"open", "a \"b\"", "\"\""),
                desk.rows().stream().map(Example::text).toList());
    }

    @Test
    void textColumnsAreJoinedByALineBreak() throws IOException {
        desk.columns("subject,text", "label")
                .train(desk.file("a.csv", "text,subject,label\nbody,Re: x,p\n,only,q\nlone, ,p\n"));
        assertEquals(
                List.of("Re: x\nbody", "only", "lone"),
                desk.rows().stream().map(Example::text).toList());
    }

    @Test
    void numbersAndTruthValuesAreLabelsToo() throws IOException {
        desk.train(
                desk.file(
                        "a.jsonl",
                        "{\"text\":\"x\",\"label\":1}\n{\"text\":\"y\",\"label\":true}\n"));
        assertEquals(List.of("1", "true"), desk.datasets.find("desk").labels());
    }

    @Test
    void oneFileIsSplitByItsLabels() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 300; i++) {
            rows.append("text ").append(i).append(i % 3 == 0 ? ",rare\n" : ",often\n");
        }
        DatasetVersion version = desk.split(desk.file("a.csv", rows.toString()));
        assertEquals(
                Map.of(SplitName.TRAIN, 240, SplitName.VALID, 30, SplitName.TEST, 30),
                version.rows());
        Dataset dataset = desk.datasets.load("desk");
        for (SplitName split : SplitName.values()) {
            long rare =
                    dataset.split(split).stream().filter(row -> row.label().equals("rare")).count();
            assertEquals(version.rows(split) / 3, rare);
        }
        Set<String> texts = new HashSet<>();
        Stream.of(SplitName.values())
                .flatMap(split -> dataset.split(split).stream())
                .forEach(row -> texts.add(row.text()));
        assertEquals(
                IntStream.range(0, 300).mapToObj(i -> "text " + i).collect(Collectors.toSet()),
                texts);
        assertEquals(List.of(), version.warnings());
        assertEquals("en", version.language());
        assertEquals(Desk.NOW, version.created());
    }

    @Test
    void theSameContentIsTheSameVersionAndSaysSo() throws IOException {
        DatasetVersion first = desk.train(desk.file("a.csv", "text,label\nhello,greet\nbye,part"));
        DatasetVersion other = desk.train(desk.file("b.csv", "text,label\nhello,greet\nso,part"));
        assertNotEquals(first.id(), other.id());
        assertEquals(other, desk.datasets.find("desk"));
        desk.notes.add("time goes on");
        DatasetVersion again =
                desk.train(desk.file("c.tsv", "text\tlabel\nhello\tgreet\nbye\tpart"));
        assertEquals(first, again);
        assertTrue(desk.notes.getLast().contains("The same content as desk@"));
        assertEquals(first, desk.datasets.find("desk"), "it is the newest again");
        assertEquals(List.of(first, other), desk.datasets.list());
    }

    @Test
    void theIdDependsOnNothingButTheRows() throws IOException {
        DatasetVersion version =
                desk.train(desk.file("a.csv", "text,label\nhello,greet\nbye,part"));
        assertEquals(
                "2eee3ccb8b4927aefbff80bd4f195d7c083ace520bc7784221c1db132b6688ca",
                version.id(),
                "the id of these rows in every version of Kaiye");
        assertEquals("desk@" + version.id().substring(0, 8), version.reference());
    }

    @Test
    void aVersionIsFoundByNameAndByTheBeginningOfItsId() throws IOException {
        DatasetVersion first = desk.train(desk.file("a.csv", "text,label\nhello,greet\nbye,part"));
        DatasetVersion newest = desk.train(desk.file("b.csv", "text,label\nhello,greet\nso,part"));
        assertEquals(TWO, desk.datasets.load(first.reference()).train());
        assertEquals(first, desk.datasets.find("desk@" + first.id()));
        assertEquals(newest, desk.datasets.load("desk").version());
    }

    @Test
    void whatDoesNotExistIsAnsweredWithWhatDoes() throws IOException {
        unknown("bank", ErrorCode.UNKNOWN_DATASET, "None has been imported yet");
        DatasetVersion version = desk.train(desk.file("a.csv", "text,label\nhi,greet\nbye,part"));
        unknown("dsek", ErrorCode.UNKNOWN_DATASET, "Did you mean \"desk\"? There are: desk.");
        unknown("desk@0123456789", ErrorCode.UNKNOWN_DATASET, version.reference());
        unknown("desk@xyz", ErrorCode.INVALID_ARGUMENT, "NAME@ID");
        unknown("desk@", ErrorCode.INVALID_ARGUMENT, "NAME@ID");
    }

    @Test
    void theSourceIsRemembered() throws IOException {
        Path file = desk.file("a.tsv", "text\tlabel\nhello\tgreet\nbye\tpart");
        Source source = desk.train(file).sources().getFirst();
        assertEquals(
                new Source(
                        "train",
                        "a.tsv",
                        Files.size(file),
                        io.kaiye.base.Sha256.of(file),
                        "tsv",
                        "utf-8",
                        2),
                source);
    }

    @Test
    void damagedRowsAreNotLoaded() throws IOException {
        desk.train(desk.file("a.csv", "text,label\nhello,greet\nbye,part"));
        try (Stream<Path> blobs = Files.walk(desk.store.home().resolve("blobs"))) {
            for (Path blob : blobs.filter(Files::isRegularFile).toList()) {
                assertTrue(blob.toFile().setWritable(true));
                Files.writeString(blob, Files.readString(blob).replace("hello", "jello"));
            }
        }
        unknown("desk", ErrorCode.CORRUPT_FILE, "is damaged");
    }

    @Test
    void requestsThatMakeNoSenseAreRefused() {
        refusedRequest("a/b", List.of(temp), List.of(), "cannot name a dataset");
        refusedRequest("x@y", List.of(temp), List.of(), "cannot name a dataset");
        refusedRequest("", List.of(temp), List.of(), "cannot name a dataset");
        refusedRequest("ok", List.of(temp), List.of(temp), "not both");
        refusedRequest("ok", List.of(), List.of(), "Nothing to import");
        assertThrows(KaiyeException.class, () -> desk.encoding("ebcdic"));
        assertThrows(KaiyeException.class, () -> desk.columns("label", "label"));
        assertThrows(
                KaiyeException.class,
                () -> new ImportSettings(List.of("a"), "b", "auto", 0.6, 0.5, 7));
    }

    @Test
    void aDatasetMayHaveAChineseName() throws IOException {
        Path file = desk.file("a.csv", "text,label\n你好,问候\n再见,告别\n");
        DatasetVersion version =
                desk.datasets.importFiles(
                        ImportRequest.toSplit("客服", List.of(file), ImportSettings.DEFAULT),
                        Progress.silent());
        assertEquals("zh", version.language());
        assertEquals(version, desk.datasets.find("客服"));
    }

    private void refusedRequest(String name, List<Path> all, List<Path> train, String words) {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                new ImportRequest(
                                        name,
                                        all,
                                        train,
                                        List.of(),
                                        List.of(),
                                        ImportSettings.DEFAULT));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    private void unknown(String reference, ErrorCode code, String words) {
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> desk.datasets.load(reference));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
