package io.kaiye.privacy;

import java.util.HashMap;
import java.util.Map;

/** How long the international bank account numbers of each country are (SWIFT's registry). */
final class IbanLengths {
    private static final String TABLE =
            "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20"
                    + "EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26"
                    + "IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30"
                    + "NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27"
                    + "SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
    private static final Map<Integer, Integer> LENGTHS = lengths();

    private IbanLengths() {}

    /** The length for a country's two letters; 0 if it has none. */
    static int of(char first, char second) {
        return LENGTHS.getOrDefault(first << 16 | second, 0);
    }

    private static Map<Integer, Integer> lengths() {
        Map<Integer, Integer> lengths = new HashMap<>();
        for (int i = 0; i < TABLE.length(); i += 4) {
            lengths.put(
                    TABLE.charAt(i) << 16 | TABLE.charAt(i + 1),
                    Integer.parseInt(TABLE, i + 2, i + 4, 10));
        }
        return Map.copyOf(lengths);
    }
}
