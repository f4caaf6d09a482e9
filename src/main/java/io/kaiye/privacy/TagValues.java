package io.kaiye.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Names, firms, places and addresses of nobody, for {@link TagSentences}. */
final class TagValues {
    private static final List<String> GIVEN = WordLists.words("given-names.txt");
    private static final List<String> SURNAMES = WordLists.words("surnames.txt");
    private static final List<String> CITIES = WordLists.lines("places.txt");
    private static final List<String> COUNTRIES = WordLists.lines("countries.txt");
    private static final List<String> GROUPS = WordLists.words("groups.txt");
    private static final List<String> JOBS = WordLists.words("jobs.txt");
    private static final String[] JOB_FIELDS = {
        "sales",
        "marketing",
        "software",
        "civil",
        "electrical",
        "school",
        "social",
        "insurance",
        "real estate",
        "network and computer systems",
        "medical",
        "research",
        "human resources",
        "primary school",
        "mechanical",
        "financial",
        "customer service",
        "production",
        "training",
        "travel",
        "news",
        "kitchen",
        "warehouse",
        "heavy machine",
        "data entry",
        "chief executive",
        "senior",
        "assistant",
        "deputy",
        "law",
        "art",
        "music",
        "hotel, restaurant and bar"
    };
    private static final String[] HONORIFICS = {
        "Mr.", "Mrs.", "Ms.", "Dr.", "Miss", "Mr", "Mrs", "Ms", "Dr", "Prof.", "Mx.", "Rev."
    };
    private static final String[] ROMAN = {"I", "II", "III", "IV", "V", "VI", "VII", "IX", "X"};

    private final Random random;
    private final TagFirms firms;
    private final TagAddresses addresses;

    TagValues(Random random) {
        this.random = random;
        this.firms = new TagFirms(random, this);
        this.addresses = new TagAddresses(random, this);
    }

    void fill(String slot, TaggedText text) {
        switch (slot) {
            case "PERSON" -> text.append(PersonalDataKind.PERSON, person());
            case "FIRST" -> text.append(PersonalDataKind.PERSON, given());
            case "LAST" -> text.append(PersonalDataKind.PERSON, surname());
            case "HON" -> text.append(PersonalDataKind.TITLE, one(HONORIFICS));
            case "JOB" -> text.append(PersonalDataKind.TITLE, job());
            case "ORG" -> text.append(PersonalDataKind.ORGANISATION, firms.firm());
            case "CITY" -> text.append(PersonalDataKind.PLACE, city());
            case "COUNTRY" -> text.append(PersonalDataKind.PLACE, country());
            case "PLACE" ->
                    text.append(PersonalDataKind.PLACE, random.nextBoolean() ? city() : country());
            case "GROUP" -> text.append(PersonalDataKind.GROUP, group());
            case "ADDRESS" -> text.append(PersonalDataKind.STREET_ADDRESS, addresses.whole());
            case "ADDRESSLINES" -> text.append(PersonalDataKind.STREET_ADDRESS, addresses.lines());
            case "STREET" -> text.append(PersonalDataKind.STREET_ADDRESS, addresses.street());
            case "STREETLINE" ->
                    text.append(PersonalDataKind.STREET_ADDRESS, addresses.streetLine());
            case "UNIT" -> text.append(PersonalDataKind.STREET_ADDRESS, addresses.unit());
            case "ZIP" -> text.append(PersonalDataKind.STREET_ADDRESS, addresses.postcode());
            default -> text.append(plain(slot));
        }
    }

    /** What is no name. */
    private String plain(String slot) {
        return switch (slot) {
            case "DAY" -> TagFirms.capital(one(CalendarWords.DAYS));
            case "MONTH" -> month();
            case "YEAR" -> String.valueOf(1950 + random.nextInt(75));
            case "AGE" -> String.valueOf(1 + random.nextInt(95));
            case "HE" -> random.nextBoolean() ? "he" : "she";
            case "ROMAN" -> one(ROMAN);
            case "NUMBER" -> digits(1 + random.nextInt(8));
            case "HEADLINE" -> firms.headline();
            case "W" -> firms.anyWord();
            case "ACR" -> firms.acronym();
            case "PROD" -> firms.product();
            case "FILE" -> firms.file();
            case "C" -> TagFirms.capital(firms.anyWord());
            case "DATE" ->
                    random.nextBoolean()
                            ? "20" + digits(2) + "-0" + (1 + random.nextInt(9)) + "-1" + digits(1)
                            : month() + " " + (1 + random.nextInt(28)) + ", 19" + digits(2);
            case "PHONE" ->
                    "+1 " + (202 + random.nextInt(700)) + "-55" + digits(1) + "-" + digits(4);
            case "EMAIL" -> "a" + digits(3) + "@example.com";
            case "URL" -> "https://www.example" + digits(2) + ".com/";
            case "IP" -> "10." + random.nextInt(256) + ".3." + random.nextInt(256);
            case "CARD" -> "4111 1111 1111 1111";
            default -> throw new IllegalArgumentException("unknown slot " + slot);
        };
    }

    private String month() {
        return TagFirms.capital(one(CalendarWords.MONTHS));
    }

    private String person() {
        String given = given();
        String last = surname();
        return switch (random.nextInt(16)) {
            case 0, 1 -> given + " " + initial() + " " + last;
            case 2, 3 -> given + " " + initial() + ". " + last;
            case 4, 5 -> given;
            case 6 -> initial() + ". " + last;
            case 7 -> given + " " + given() + " " + last;
            case 8 -> given + (random.nextBoolean() ? " van " : " de ") + last;
            default -> given + " " + last;
        };
    }

    private String initial() {
        return String.valueOf((char) ('A' + random.nextInt(26)));
    }

    String given() {
        return known(GIVEN);
    }

    String surname() {
        String last = known(SURNAMES);
        return random.nextInt(25) == 0 ? last + "-" + known(SURNAMES) : last;
    }

    /**
     * One of the list, or half of the time a new one of the beginning of one and the end of
     * another.
     */
    private String known(List<String> names) {
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(5) < 2 || name.length() < 4) {
            return name;
        }
        String other = names.get(random.nextInt(names.size()));
        int cut = 2 + random.nextInt(name.length() - 2);
        int from =
                Math.max(1, other.length() - 2 - random.nextInt(Math.max(1, other.length() - 2)));
        return name.substring(0, cut) + other.substring(from).toLowerCase(Locale.ROOT);
    }

    String city() {
        String city = CITIES.get(random.nextInt(CITIES.size()));
        if (random.nextInt(2) == 0) {
            city = madeCity(city);
        }
        return random.nextInt(5) == 0 ? city.toUpperCase(Locale.ROOT) : city;
    }

    private String madeCity(String city) {
        return switch (random.nextInt(7)) {
            case 0 -> (random.nextBoolean() ? "San " : "Saint ") + given();
            case 1 ->
                    surname()
                            + one(
                                    "ville", "ton", "burg", "dorf", "by", "stad", "field", "wood",
                                    "ham");
            case 2 ->
                    one("Upper", "Lower", "Mount", "Lake", "Port", "North", "New", "Fort")
                            + " "
                            + surname();
            case 3 ->
                    city + " " + one("K", "2", "3", "Beach", "Hills", "Heights", "Springs", "Park");
            case 4 ->
                    known(CITIES)
                            + one(
                                    " del ",
                                    " de la ",
                                    " di ",
                                    " sur ",
                                    " am ",
                                    " upon ",
                                    " nad ",
                                    " na ",
                                    " do ",
                                    " u ",
                                    " en ",
                                    " an der ")
                            + known(CITIES);
            default -> known(CITIES);
        };
    }

    String country() {
        return COUNTRIES.get(random.nextInt(COUNTRIES.size()));
    }

    private String group() {
        return random.nextInt(10) == 0
                ? one(
                        "South African",
                        "New Zealander",
                        "Sri Lankan",
                        "Costa Rican",
                        "Puerto Rican",
                        "Saudi Arabian",
                        "North Korean",
                        "South Korean",
                        "African American",
                        "Native American",
                        "Latin American",
                        "East German")
                : one(GROUPS);
    }

    private String job() {
        String job = JOBS.get(random.nextInt(JOBS.size()));
        String field = random.nextBoolean() ? one(JOB_FIELDS) : firms.words(1 + random.nextInt(2));
        String whole = random.nextInt(3) == 0 ? job : field + " " + job;
        if (random.nextInt(8) == 0) {
            whole = job + ", " + field;
        } else if (random.nextInt(12) == 0) {
            whole = field + ", " + one(JOB_FIELDS) + ", and " + whole;
        }
        return random.nextInt(4) == 0
                ? whole
                : whole.substring(0, 1).toUpperCase(Locale.ROOT) + whole.substring(1);
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
