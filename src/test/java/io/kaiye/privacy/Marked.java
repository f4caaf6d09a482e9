package io.kaiye.privacy;

import java.util.List;

/** Shows findings inside their text, {@code call [PHONE 374 780 163]}, to compare at a glance. */
final class Marked {
    private Marked() {}

    static String text(String text, List<Finding> findings) {
        StringBuilder marked = new StringBuilder();
        int at = 0;
        for (Finding finding : findings) {
            marked.append(text, at, finding.start())
                    .append('[')
                    .append(finding.kind())
                    .append(' ')
                    .append(text, finding.start(), finding.end())
                    .append(']');
            at = finding.end();
        }
        return marked.append(text.substring(at)).toString();
    }

    /** The text without the marks. */
    static String plain(String marked) {
        return marked.replaceAll("\\[[A-Z_]+ ([^\\[\\]]*)\\]", "$1");
    }
}
