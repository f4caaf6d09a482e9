package io.kaiye.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.LowRankUpdates;
import io.kaiye.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that are damaged, hostile, or of another base are refused with the reason. */
class AdapterFileTest {
    @TempDir private Path temporary;
    private Path folder;
    private Path file;
    private AdapterFile.Learnt learnt;

    @BeforeEach
    void write() {
        folder = temporary.resolve("apart");
        file = folder.resolve("adapter.safetensors");
        learnt = Adapters.learnt(Encoders.base(Adapters.BASE), 2, 2, 1, any -> true);
        Adapters.write(folder, learnt, 2);
    }

    @Test
    void whatWasWrittenIsRead() {
        Adapter read = AdapterFile.read(folder);
        assertEquals(Adapters.BASE, read.base());
        assertEquals(Encoders.base(Adapters.BASE).contentHash(), read.baseHash());
        assertEquals(36, read.updates().size());
        read.updates()
                .forEach(
                        (name, update) -> {
                            Tensor up = Adapters.tensor(learnt, name + LowRankUpdates.UP);
                            assertEquals(
                                    Adapters.tensor(learnt, name + LowRankUpdates.DOWN),
                                    update.down());
                            assertEquals(2 * up.floats()[5], update.up().floats()[5]);
                        });
    }

    @Test
    void aMissingBaseIsNamedWithWhatToDo() throws IOException {
        String hash = Encoders.base(Adapters.BASE).contentHash();
        header(text -> text.replace(hash, "0".repeat(64)));
        KaiyeException e = refused(ErrorCode.UNSUPPORTED_MODEL, Adapters.BASE);
        assertTrue(e.getMessage().contains("0".repeat(64)), e.getMessage());
        assertTrue(e.getMessage().contains("bundled base of that name"), e.getMessage());
        assertTrue(e.getMessage().contains("Copy the folder of its export"), e.getMessage());
    }

    @Test
    void aHostileHeaderLengthIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(file);
        for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0, 1, 1L << 31}) {
            byte[] bad = good.clone();
            ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Files.write(file, bad);
            refused(ErrorCode.CORRUPT_FILE, Long.toUnsignedString(length) + " bytes");
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 30; i++) {
            int length = i < 9 ? i : random.nextInt(good.length);
            Files.write(file, Arrays.copyOf(good, length));
            refused(ErrorCode.CORRUPT_FILE, file.toString());
        }
        Files.write(file, Arrays.copyOf(good, good.length + 4));
        refused(ErrorCode.CORRUPT_FILE, "4 bytes belong to no tensor");
    }

    @Test
    void aDamagedHeaderNeverGetsThrough() throws IOException {
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            bad[8 + random.nextInt(2000)] = (byte) random.nextInt(256);
            Files.write(file, bad);
            try {
                AdapterFile.read(folder);
            } catch (KaiyeException e) {
                assertEquals(ErrorCode.CORRUPT_FILE, e.code(), e.getMessage());
            }
        }
    }

    @Test
    void aHeaderThatMakesNoSenseIsRefused() throws IOException {
        header(text -> "[" + text.substring(1).stripTrailing().replaceAll("}$", "]"));
        refused(ErrorCode.CORRUPT_FILE, "its header is no JSON");
        write();
        header(text -> text.replaceFirst("\"F32\"", "\"F16\""));
        refused(ErrorCode.CORRUPT_FILE, "F32 is accepted");
        write();
        header(text -> text.replaceFirst("\"shape\" : \\[ 384", "\"shape\" : [ -384"));
        refused(ErrorCode.CORRUPT_FILE, "-384");
        write();
        header(
                text ->
                        text.replaceFirst(
                                "\"shape\" : \\[ 384", "\"shape\" : [ 9223372036854775807"));
        refused(ErrorCode.CORRUPT_FILE, "9223372036854775807");
        write();
        header(text -> text.replaceFirst("\"data_offsets\" : \\[ 0", "\"data_offsets\" : [ 4"));
        refused(ErrorCode.CORRUPT_FILE, "lies at 4");
        write();
        header(text -> text.replaceFirst("\"factor\" : \"2.0\"", "\"factor\" : \"NaN\""));
        refused(ErrorCode.CORRUPT_FILE, "factor");
        write();
        header(text -> text.replaceFirst("\"base_sha256\" : \"", "\"base_sha256\" : \"../"));
        refused(ErrorCode.CORRUPT_FILE, "base_sha256");
    }

    @Test
    void aValueThatIsNoNumberIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(file, bytes);
        refused(ErrorCode.CORRUPT_FILE, "NaN");
    }

    @Test
    void tensorsThatDoNotFitAreRefused() {
        String matrix =
                AdapterFile.read(folder).updates().keySet().stream().sorted().toList().get(3);
        String down = matrix + LowRankUpdates.DOWN;
        String up = matrix + LowRankUpdates.UP;
        rewritten(tensors -> without(tensors, up));
        refused(ErrorCode.CORRUPT_FILE, "the tensor " + up + " is missing");
        rewritten(tensors -> without(tensors, down));
        refused(ErrorCode.CORRUPT_FILE, up + " is neither part of an update");
        rewritten(tensors -> without(tensors, EncoderGraph.HEAD_BIAS));
        refused(ErrorCode.CORRUPT_FILE, EncoderGraph.HEAD_BIAS + " is missing");
        rewritten(tensors -> with(tensors, down, zeros(384, 3)));
        refused(ErrorCode.CORRUPT_FILE, "has A [384, 3] and B [2, ");
        rewritten(tensors -> with(with(tensors, down, zeros(384, 0)), up, zeros(0, 384)));
        refused(ErrorCode.CORRUPT_FILE, "a rank of 1 or more");
        rewritten(tensors -> with(tensors, down, zeros(384)));
        refused(ErrorCode.CORRUPT_FILE, "has the shape [384]");
        rewritten(tensors -> with(with(tensors, down, zeros(7, 2)), up, zeros(2, 5)));
        refused(ErrorCode.CORRUPT_FILE, "its update of " + matrix + " makes [7, 5]");
        rewritten(
                tensors ->
                        with(
                                with(tensors, "ghost" + LowRankUpdates.DOWN, zeros(4, 2)),
                                "ghost" + LowRankUpdates.UP,
                                zeros(2, 4)));
        refused(ErrorCode.CORRUPT_FILE, "the matrices ghost, which the base does not have");
        rewritten(tensors -> with(tensors, EncoderGraph.HEAD_WEIGHT, zeros(2, 383)));
        refused(ErrorCode.CORRUPT_FILE, "its head is [2, 383], but [2, 384] is needed");
    }

    @Test
    void anotherNumberOfLabelsIsRefused() throws IOException {
        Path info = folder.resolve("kaiye.json");
        Files.writeString(
                info, Files.readString(info).replace("\"label 1\"", "\"label 1\", \"label 2\""));
        refused(ErrorCode.CORRUPT_FILE, "its head is [2, 384], but [3, 384] is needed");
    }

    @Test
    void aFolderWithoutItsFilesIsRefused() throws IOException {
        Files.delete(file);
        refused(ErrorCode.CORRUPT_FILE, "has no adapter.safetensors");
    }

    @Test
    void aKeptBaseIsFoundByItsContent() throws IOException {
        Bases bases = new Bases(temporary.resolve("cache"));
        Base tiny = bases.open(TinyEncoder.export(temporary.resolve("tiny")).toString());
        KaiyeException e =
                assertThrows(KaiyeException.class, () -> bases.find("tiny", tiny.contentHash()));
        assertTrue(e.getMessage().contains("cache/bases"), e.getMessage());
        bases.keep(tiny);
        bases.keep(tiny);
        Base found = bases.find("tiny", tiny.contentHash());
        assertEquals("tiny", found.name());
        assertTrue(found.folder().startsWith(temporary.resolve("cache")), found.toString());
        Path moved = temporary.resolve("cache/bases/by-hand");
        Files.move(found.folder(), moved);
        assertEquals(moved, bases.find("tiny", tiny.contentHash()).folder());
        Files.writeString(
                moved.resolve("tokenizer.json"), TinyEncoder.TOKENIZER.replace("grey", "gray"));
        assertThrows(KaiyeException.class, () -> bases.find("tiny", tiny.contentHash()));
    }

    private KaiyeException refused(ErrorCode code, String... words) {
        try (Engine engine = new Engine(1)) {
            KaiyeException e = assertThrows(KaiyeException.class, () -> engine.open(folder));
            assertEquals(code, e.code(), e.getMessage());
            for (String word : words) {
                assertTrue(e.getMessage().contains(word), e.getMessage());
            }
            assertEquals(0, engine.basesOpen());
            return e;
        }
    }

    private void header(UnaryOperator<String> change) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String before = new String(bytes, 8, length, UTF_8);
        String after = change.apply(before);
        assertTrue(!after.equals(before), "nothing changed");
        byte[] json = after.getBytes(UTF_8);
        ByteBuffer changed =
                ByteBuffer.allocate(8 + json.length + bytes.length - 8 - length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        changed.putLong(json.length).put(json).put(bytes, 8 + length, bytes.length - 8 - length);
        Files.write(file, changed.array());
    }

    private void rewritten(UnaryOperator<Map<String, Tensor>> change) {
        AdapterFile.write(
                folder,
                Encoders.base(Adapters.BASE),
                new AdapterFile.Learnt(change.apply(new LinkedHashMap<>(learnt.tensors())), 2, 2),
                1);
    }

    private static Map<String, Tensor> with(
            Map<String, Tensor> tensors, String name, Tensor tensor) {
        tensors.put(name, tensor);
        return tensors;
    }

    private static Map<String, Tensor> without(Map<String, Tensor> tensors, String name) {
        tensors.remove(name);
        return tensors;
    }

    private static Tensor zeros(long... dims) {
        int count = 1;
        for (long dim : dims) {
            count *= (int) dim;
        }
        return Tensor.ofFloats(new float[count], dims);
    }
}
