package io.kaiye.evaluate;

import io.kaiye.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Properties;

/** The scripts of a page with charts, and the policy that lets a browser run these alone. */
final class Scripts {
    private static final String POM = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

    /** Apache ECharts with bars, lines and tooltips, from its WebJar. */
    static final String CHARTS =
            ReportView.resource(
                    "/META-INF/resources/webjars/echarts/"
                            + version()
                            + "/dist/echarts.common.min.js");

    /** What makes a chart of each entry of the page's data. */
    static final String PROFILE = ReportView.resource("profile.js");

    private Scripts() {}

    /** Nothing is loaded and nothing runs but the two scripts, each known by its hash. */
    static String policy() {
        return "default-src 'none'; style-src 'unsafe-inline'; script-src "
                + source(CHARTS)
                + " "
                + source(PROFILE);
    }

    static String version() {
        try (InputStream bytes =
                Objects.requireNonNull(Scripts.class.getResourceAsStream(POM), POM)) {
            Properties properties = new Properties();
            properties.load(bytes);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String source(String script) {
        byte[] hash = Sha256.digest().digest(script.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    }
}
