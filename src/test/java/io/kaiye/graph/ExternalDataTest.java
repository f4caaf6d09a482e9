package io.kaiye.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights in files beside the model. */
class ExternalDataTest {
    @TempDir Path root;
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(root.resolve("model"));
        byte[] weights = Samples.linear().constant("w").orElseThrow().rawBytes();
        byte[] padded = new byte[weights.length + 16];
        System.arraycopy(weights, 0, padded, 16, weights.length);
        Files.write(folder.resolve("weights.bin"), padded);
        Files.write(root.resolve("outside.bin"), padded);
    }

    @Test
    void isReadFromTheModelsFolder() throws IOException {
        Path file = model(Map.of("location", "weights.bin", "offset", "16", "length", "24"));
        assertEquals(Samples.linear(), OnnxFile.read(file));
    }

    @ParameterizedTest
    @CsvSource({
        "../outside.bin, 16, 24, UNSUPPORTED_MODEL, out of the model's folder",
        "/etc/passwd, 0, 24, UNSUPPORTED_MODEL, out of the model's folder",
        "'', 0, 24, UNSUPPORTED_MODEL, out of the model's folder",
        "absent.bin, 0, 24, CORRUPT_FILE, which is not there",
        "weights.bin, 17, 24, CORRUPT_FILE, which has only 40",
        "weights.bin, 999999999999999999, 24, CORRUPT_FILE, which has only 40",
        "weights.bin, -1, 24, CORRUPT_FILE, the offset '-1'",
        "weights.bin, 16, 99999999999999999999, CORRUPT_FILE, the length",
        "weights.bin, 16, 12, CORRUPT_FILE, needs 24 bytes",
    })
    void isRefused(String location, String offset, String length, ErrorCode code, String why)
            throws IOException {
        Path file = model(Map.of("location", location, "offset", offset, "length", length));
        KaiyeException refused = assertThrows(KaiyeException.class, () -> OnnxFile.read(file));
        assertEquals(code, refused.code());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void linksThatLeaveTheFolderAreRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("link.bin"), root.resolve("outside.bin"));
        Path file = model(Map.of("location", "link.bin", "offset", "16", "length", "24"));
        KaiyeException refused = assertThrows(KaiyeException.class, () -> OnnxFile.read(file));
        assertTrue(refused.getMessage().contains("cp -rL"), refused.getMessage());
    }

    @Test
    void aModelInMemoryHasNoFolder() throws IOException {
        byte[] bytes = Files.readAllBytes(model(Map.of("location", "weights.bin")));
        assertThrows(KaiyeException.class, () -> OnnxFile.read(bytes));
    }

    private Path model(Map<String, String> entry) throws IOException {
        ModelProto.Builder model =
                ModelProto.parseFrom(OnnxFile.bytes(Samples.linear())).toBuilder();
        TensorProto.Builder weight = model.getGraphBuilder().getInitializerBuilder(0);
        weight.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
        entry.forEach(
                (key, value) ->
                        weight.addExternalData(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return Files.write(folder.resolve("model.onnx"), model.build().toByteArray());
    }
}
