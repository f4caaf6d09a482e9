package io.kaiye.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a small Excel workbook: the parts that Excel itself would write, and no more. */
final class Workbook {
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String LINKS =
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE =
            "http://schemas.openxmlformats.org/package/2006/relationships";

    private Workbook() {}

    /**
     * @param sheets the rows of each sheet as XML by its name; style 1 is a date
     */
    static Path write(Path file, Map<String, String> sheets) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        StringBuilder names = new StringBuilder();
        StringBuilder links = new StringBuilder();
        int number = 0;
        for (Map.Entry<String, String> sheet : sheets.entrySet()) {
            number++;
            names.append(
                    "<sheet name=\"%s\" sheetId=\"%d\" r:id=\"r%d\"/>"
                            .formatted(sheet.getKey(), number, number));
            links.append(
                    "<Relationship Id=\"r%d\" Type=\"%s/worksheet\" Target=\"worksheets/s%d.xml\"/>"
                            .formatted(number, LINKS, number));
            parts.put(
                    "xl/worksheets/s" + number + ".xml",
                    "<worksheet xmlns=\""
                            + MAIN
                            + "\"><sheetData>"
                            + sheet.getValue()
                            + "</sheetData></worksheet>");
        }
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns=\""
                        + MAIN
                        + "\" xmlns:r=\""
                        + LINKS
                        + "\"><sheets>"
                        + names
                        + "</sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\""
                        + PACKAGE
                        + "\">"
                        + links
                        + "<Relationship Id=\"s\" Type=\""
                        + LINKS
                        + "/styles\""
                        + " Target=\"styles.xml\"/></Relationships>");
        parts.put(
                "xl/styles.xml",
                "<styleSheet xmlns=\""
                        + MAIN
                        + "\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/>"
                        + "<xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
        parts.put(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                        + type("/xl/workbook.xml", "sheet.main")
                        + type("/xl/styles.xml", "styles")
                        + "</Types>");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(UTF_8));
            }
        }
        return file;
    }

    private static String type(String part, String kind) {
        return "<Override PartName=\"%s\" ContentType=\"%s.spreadsheetml.%s+xml\"/>"
                .formatted(part, "application/vnd.openxmlformats-officedocument", kind);
    }

    /** A row of texts. */
    static String texts(String... values) {
        StringBuilder row = new StringBuilder("<row>");
        for (String value : values) {
            row.append("<c t=\"inlineStr\"><is><t>").append(value).append("</t></is></c>");
        }
        return row.append("</row>").toString();
    }
}
