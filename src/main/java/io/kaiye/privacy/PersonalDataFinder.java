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
        this.identifiers = new IdentifierScan(phoneRegions);
    }

    /** English is looked for where Latin letters are many, Chinese where there is any. */
    private void scanWords(Page page) {
        int latin = 0;
        int han = 0;
        for (int i = 0; i < page.length(); i++) {
            char c = page.at(i);
            latin += Character.isLetter(c) && !Chars.isHan(c) ? 1 : 0;
            han += Chars.isHan(c) ? 1 : 0;
        }
        if (han > 0) {
            HanScan.scan(page);
        }
        names.scan(page, Overlaps.resolve(page, page.findings()), latin > 2 * han);
    }

    /** What was found, in the order of the text, without overlaps. */
    public List<Finding> find(String text) {
        Page page = new Page(text);
        identifiers.scan(page);
        if (kinds.stream().anyMatch(PersonalDataKind.words()::contains)) {
            scanWords(page);
        }
        List<Finding> wanted = new ArrayList<>();
        for (Finding finding : page.findings()) {
            if (kinds.contains(finding.kind())) {
                wanted.add(finding);
            }
        }
        return wanted.isEmpty() ? List.of() : Overlaps.resolve(page, wanted);
    }
}
