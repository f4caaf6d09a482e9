package io.kaiye.data;

/**
 * Where an import refuses to go on.
 *
 * @param fileBytesMax of one file, packed and unpacked
 * @param unpackRatioMax unpacked bytes for one packed byte, looked at beyond {@code
 *     unpackFreeBytes}
 * @param rowsMax of one dataset
 * @param textCharactersMax of one text, after columns are joined
 * @param labelsMax different labels
 * @param labelCharactersMax of one label
 * @param fieldCharactersMax of any field or JSON line, used or not
 */
record ImportLimits(
        long fileBytesMax,
        int unpackRatioMax,
        long unpackFreeBytes,
        int rowsMax,
        int textCharactersMax,
        int labelsMax,
        int labelCharactersMax,
        int fieldCharactersMax) {

    static final ImportLimits DEFAULT =
            new ImportLimits(
                    4L << 30, 200, 64L << 20, 20_000_000, 1_000_000, 10_000, 200, 16 << 20);
}
