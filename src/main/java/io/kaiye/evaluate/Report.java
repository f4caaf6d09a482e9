package io.kaiye.evaluate;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.kaiye.base.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a report as one HTML file that needs no network and no script. */
public final class Report {
    /** Finds the classes that the build made from src/main/jte/evaluate. */
    private static final TemplateEngine TEMPLATES =
            TemplateEngine.createPrecompiled(
                    null, ContentType.Html, Report.class.getClassLoader(), "io.kaiye.evaluate");

    private Report() {}

    /**
     * Writes {@code page} to {@code htmlFile}, whole or not at all.
     *
     * @throws io.kaiye.base.KaiyeException DISK_FULL or NOT_WRITABLE
     */
    public static void write(ReportPage page, Path htmlFile) {
        byte[] html = html(page).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(htmlFile, out -> out.write(html));
    }

    static String html(ReportPage page) {
        StringOutput out = new StringOutput();
        TEMPLATES.render("report.jte", ReportView.of(page), out);
        return out.toString();
    }
}
