package io.kaiye.evaluate;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.kaiye.base.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes a data profile as one HTML file that needs no network: figures as text, charts by Apache
 * ECharts, whose script is part of the file.
 */
public final class ProfileReport {
    private static final TemplateEngine TEMPLATES =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    ProfileReport.class.getClassLoader(),
                    "io.kaiye.evaluate");

    private ProfileReport() {}

    /**
     * Writes {@code page} to {@code htmlFile}, whole or not at all.
     *
     * @throws io.kaiye.base.KaiyeException DISK_FULL or NOT_WRITABLE
     */
    public static void write(ProfilePage page, Path htmlFile) {
        byte[] html = html(page).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(htmlFile, out -> out.write(html));
    }

    static String html(ProfilePage page) {
        StringOutput out = new StringOutput();
        TEMPLATES.render("profile.jte", ProfileView.of(page), out);
        return out.toString();
    }
}
