package io.kaiye.privacy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds personal data in English and Chinese text. Time grows in proportion to the text. Immutable,
 * safe for threads.
 */
public final class PersonalDataFinder {
    /** Countries whose telephone numbers are known without their country code. */
    public static final List<String> USUAL_PHONE_REGIONS = List.of("US", "GB", "CN");

    private final Set<PersonalDataKind> kinds;
    private final boolean asksWords;
    private final IdentifierScan identifiers;
    private final NameScan names = new NameScan();

    /** Finds these kinds, and telephone numbers of the usual countries. */
    public PersonalDataFinder(Set<PersonalDataKind> kinds) {
        this(kinds, USUAL_PHONE_REGIONS);
    }

    /**
     * @param phoneRegions ISO 3166 codes of countries whose numbers need no country code; each
     *     makes numbers that nothing announces a little slower and less sure
     */
    public PersonalDataFinder(Set<PersonalDataKind> kinds, List<String> phoneRegions) {
        this.kinds = kinds.isEmpty() ? Set.of() : EnumSet.copyOf(kinds);
        this.asksWords = this.kinds.stream().anyMatch(PersonalDataKind.words()::contains);
        this.identifiers = new IdentifierScan(phoneRegions);
    }

    /** What was found, in the order of the text, without overlaps. */
    public List<Finding> find(String text) {
        Page page = new Page(text);
        identifiers.scan(page);
        if (asksWords) {
            scanWords(page, Script.of(text));
        }
        List<Finding> wanted = new ArrayList<>();
        for (Finding finding : page.findings()) {
            if (kinds.contains(finding.kind())) {
                wanted.add(finding);
            }
        }
        return wanted.isEmpty() ? List.of() : Overlaps.resolve(page, wanted);
    }

    /** English is looked for where Latin letters are many, Chinese where there is any. */
    private void scanWords(Page page, Script script) {
        if (script.han() > 0) {
            HanScan.scan(page);
        }
        names.scan(page, Overlaps.resolve(page, page.findings()), script.isEnglish());
    }
}
