package io.kaiye.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    @Test
    void givesBackWhatWasPutIn() {
        assertArrayEquals(new float[] {1, -2}, Tensor.ofFloats(new float[] {1, -2}, 2).floats());
        assertArrayEquals(new long[] {3, -4}, Tensor.ofLongs(new long[] {3, -4}, 1, 2).longs());
        assertArrayEquals(new long[] {5, -6}, Tensor.ofInts(new int[] {5, -6}, 2).longs());
        assertEquals(List.of("你好"), Tensor.ofTexts(List.of("你好"), 1).texts());
    }

    @Test
    void refusesBytesThatDoNotFitItsDimensions() {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                Tensor.of(
                                        ElementType.FLOAT,
                                        List.of(2L, 3L),
                                        ByteBuffer.allocate(23)));
        assertEquals(ErrorCode.CORRUPT_FILE, refused.code());
        assertTrue(refused.getMessage().contains("needs 24 bytes and has 23"));
    }

    @Test
    void refusesHugeNegativeAndOverflowingDimensions() {
        List<List<Long>> hostile =
                List.of(
                        List.of(-1L),
                        List.of(Long.MAX_VALUE, 2L),
                        List.of(1L << 32, 1L << 32),
                        List.of(1L << 31),
                        List.of(0L, Long.MIN_VALUE));
        for (List<Long> dims : hostile) {
            assertThrows(
                    KaiyeException.class,
                    () -> Tensor.of(ElementType.INT8, dims, ByteBuffer.allocate(0)),
                    dims::toString);
        }
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyElementTypeKnowsItsNumberAndWidth(ElementType type) {
        assertEquals(type, ElementType.ofCode(type.code()).orElseThrow());
        assertEquals(type.bits() * 8L / 8, type.bytes(8));
    }

    @Test
    void equalsByTypeDimensionsAndElements() {
        Tensor one = Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2);
        assertEquals(one, Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2));
        assertNotEquals(one, one.reshaped(4));
        assertNotEquals(one, Tensor.ofFloats(new float[] {1, 2, 3, 5}, 2, 2));
    }

    @Test
    void viewsDoNotDisturbOneAnother() {
        Tensor tensor = Tensor.ofFloats(new float[] {1, 2}, 2);
        ByteBuffer view = tensor.bytes();
        view.getFloat();
        assertEquals(8, tensor.bytes().remaining());
        assertTrue(view.isReadOnly());
    }
}
