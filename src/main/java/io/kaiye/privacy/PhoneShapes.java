package io.kaiye.privacy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which countries group the digits of a number so: "3-3-3" in Poland, "2-2-2-2-2" in France. From
 * libphonenumber's example numbers; of a country whose rules are not asked otherwise only numbers
 * in its own shape are believed.
 */
final class PhoneShapes {
    private static final List<String> REGIONS =
            List.of(
                    "US", "CN", "GB", "DE", "FR", "IT", "ES", "PT", "NL", "BE", "CH", "AT", "DK",
                    "SE", "NO", "FI", "IS", "IE", "PL", "CZ", "SK", "HU", "SI", "HR", "RO", "BG",
                    "GR", "CY", "EE", "LV", "LT", "RU", "UA", "TR", "IL", "AU", "NZ", "IN", "JP",
                    "KR", "TW", "HK", "SG", "MY", "TH", "PH", "ID", "BR", "MX", "AR", "CL", "UY",
                    "ZA", "TN", "EG", "NG", "KE", "SA", "AE");
    private static final List<PhoneNumberType> TYPES =
            List.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.TOLL_FREE);

    private PhoneShapes() {}

    /** Made when first asked for: reads the rules of all these countries. */
    private static final class Table {
        private static final Map<String, Set<String>> REGIONS_BY_SHAPE = make();

        private static Map<String, Set<String>> make() {
            PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
            Map<String, Set<String>> made = new HashMap<>();
            for (String region : REGIONS) {
                for (PhoneNumberType type : TYPES) {
                    PhoneNumber example = phones.getExampleNumberForType(region, type);
                    if (example != null) {
                        made.computeIfAbsent(
                                        shape(phones.format(example, PhoneNumberFormat.NATIONAL)),
                                        any -> new LinkedHashSet<>())
                                .add(region);
                    }
                }
            }
            return made;
        }

        private static String shape(String formatted) {
            StringBuilder shape = new StringBuilder();
            for (String group : formatted.split("\\D+")) {
                if (!group.isEmpty()) {
                    shape.append(shape.isEmpty() ? "" : "-").append(group.length());
                }
            }
            return shape.toString();
        }
    }

    /** The countries, empty where none writes its numbers so. */
    static Set<String> regions(String shape) {
        return Table.REGIONS_BY_SHAPE.getOrDefault(shape, Set.of());
    }
}
