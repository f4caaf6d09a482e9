package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.data.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmenterTest {
    private static final Synonyms WORDS = Synonyms.of(List.of("buy, purchase", "退款, 退钱"));

    @Test
    void aTextIsTheSumOfItsPieces() {
        for (String text :
                List.of(
                        "Where's my parcel no. 12-A?  Write to a@b.example, {{name}}!",
                        "我的订单12345什么时候退款？iPhone坏了",
                        "  ",
                        "café déjà-vu 😀 ok")) {
            String joined =
                    Pieces.of(text, WORDS).stream()
                            .map(Pieces.Piece::text)
                            .collect(Collectors.joining());
            assertEquals(text, joined);
        }
    }

    @Test
    void numbersAddressesAndPlaceholdersAreNotWords() {
        List<String> words =
                Pieces.of("send 20USD to a@b.example or {{account}} [EMAIL] 订单号8812退款", WORDS)
                        .stream()
                        .filter(Pieces.Piece::word)
                        .map(Pieces.Piece::text)
                        .toList();

        assertEquals(List.of("send", "to", "or", "订", "单", "号", "退款"), words);
    }

    @Test
    void synonymsTakeTheirPlaceWithTheCapital() {
        assertEquals(
                List.of(new Example("Purchase it", "a"), new Example("我要退钱", "b")),
                augmenter(1, 0, 0, 0)
                        .augment(List.of(new Example("Buy it", "a"), new Example("我要退款", "b"))));
    }

    @Test
    void swapsKeepTheWordsAndDeletionsKeepOne() {
        String text = "one two three four five";
        String swapped = only(augmenter(0, 1, 0, 0), text);
        assertEquals("two one four three five", swapped);
        assertTrue(text.contains(only(augmenter(0, 0, 1, 0), text)));
    }

    @Test
    void slipsAreOneLetterOffAndHomophonesInChinese() {
        String slip = only(augmenter(0, 0, 0, 1), "delivery");
        assertNotEquals("delivery", slip);
        assertTrue(slip.charAt(0) == 'd' && Math.abs(slip.length() - 8) <= 1, slip);
        String wrong = only(augmenter(0, 0, 0, 1), "在");
        assertEquals("再", wrong);
    }

    @Test
    void theSameSeedMakesTheSameRowsAndNothingThatIsThereAlready() {
        List<Example> rows =
                List.of(
                        new Example("please buy a new phone for my brother", "a"),
                        new Example("请帮我退款，我的订单有问题", "b"));
        AugmentSettings settings = new AugmentSettings(0.5, 0.3, 0.2, 0.2, 5, 7);
        List<String> present = List.of("please buy a new phone for my brother");

        List<Example> once = new Augmenter(settings, WORDS, present).augment(rows);

        assertEquals(once, new Augmenter(settings, WORDS, present).augment(rows));
        assertEquals(once.size(), once.stream().map(Example::text).distinct().count());
        assertTrue(once.size() > 6, once.toString());
        List<String> others = once.stream().map(Example::text).toList();
        assertEquals(
                List.of(),
                new Augmenter(settings, WORDS, others)
                        .augment(rows).stream()
                                .filter(row -> others.contains(row.text()))
                                .toList());
    }

    @Test
    void noCopyIsMadeWhereNothingCanChange() {
        assertEquals(
                List.of(),
                new Augmenter(new AugmentSettings(1, 1, 1, 1, 3, 7), WORDS, List.of("42"))
                        .augment(List.of(new Example("42", "a"))));
    }

    @Test
    void listsAreReadFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("s.txt"), "# mine\ncar, auto\tvehicle\n");
        assertEquals(List.of("auto", "vehicle"), Synonyms.read(file).of("Car"));
        Path empty = Files.writeString(folder.resolve("e.txt"), "# none\n");
        assertThrows(KaiyeException.class, () -> Synonyms.read(empty));
        assertThrows(KaiyeException.class, () -> Synonyms.read(folder.resolve("x.txt")));
        assertFalse(Synonyms.bundled().of("refund").isEmpty());
        assertFalse(Synonyms.bundled().of("快递").isEmpty());
    }

    @Test
    void ratesOutsideZeroToOneAreRefused() {
        assertThrows(KaiyeException.class, () -> new AugmentSettings(1.5, 0, 0, 0, 1, 7));
        assertThrows(KaiyeException.class, () -> new AugmentSettings(0, 0, 0, 0, -1, 7));
    }

    private static Augmenter augmenter(double synonym, double swap, double delete, double typo) {
        return new Augmenter(
                new AugmentSettings(synonym, swap, delete, typo, 1, 7), WORDS, List.of());
    }

    private static String only(Augmenter augmenter, String text) {
        return augmenter.augment(List.of(new Example(text, "a"))).getFirst().text();
    }
}
