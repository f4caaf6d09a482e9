package io.kaiye.privacy;

import java.util.Random;

/** Addresses that do not exist, as several countries write them. */
final class TagAddresses {
    private static final String[] ENGLISH = {
        "Street",
        "St",
        "St.",
        "Avenue",
        "Ave",
        "Road",
        "Rd",
        "Lane",
        "Ln",
        "Drive",
        "Dr",
        "Boulevard",
        "Blvd",
        "Court",
        "Ct",
        "Place",
        "Square",
        "Way",
        "Terrace",
        "Crescent",
        "Close",
        "Highway",
        "Parkway",
        "Circle",
        "Trail",
        "Row",
        "Gardens",
        "Grove",
        "Hill",
        "View",
        "Plaza",
        "Turnpike",
        "Crossroad",
        "Ridge",
        "Station",
        "Route",
        "Road",
        "Flat",
        "Forges",
        "Harbor",
        "Islands",
        "Mill",
        "Mountain",
        "Pass",
        "Path",
        "Pike",
        "Plains",
        "Port",
        "Shoal",
        "Springs",
        "Summit",
        "Track",
        "Tunnel",
        "Union",
        "Valley",
        "Via",
        "Village",
        "Walk",
        "Well",
        "Lakes",
        "Knoll",
        "Junction"
    };
    private static final String[] BEFORE = {
        "Rue",
        "Rue de",
        "Rue du",
        "Avenue de",
        "Avenue",
        "Via",
        "Viale",
        "Piazza",
        "Calle",
        "Avenida",
        "Rua",
        "Travessa",
        "ul.",
        "ul. ",
        "Ulica",
        "Plaza",
        "Place",
        "Chemin",
        "Boulevard",
        "Quadra",
        "Corso",
        "Largo",
        "Camino",
        "Strada",
        "Rue de la",
        "Rue des",
        "Avenue des",
        "Avenue du",
        "Via dei",
        "Via delle",
        "Via della",
        "Via del",
        "Calle de la",
        "Paseo",
        "Paseo del",
        "Avda.",
        "Rua da",
        "Rua do",
        "Rua dos",
        "C/",
        "Boulevard de la",
        "Chemin des",
        "Carrera",
        "Am"
    };
    private static final String[] AFTER = {
        "straße", "strasse", "str.", "weg", "gasse", "straat", "laan", "gatan", "vägen", "vej",
        "veien", "gata", "katu", "tie", "kuja", " utca", " út", " u.", " tér", "ova", "gade",
        "kade", "plein", "allee", "ring", "damm", "vegen", "vangen", "holm", "tun"
    };
    private static final String[] STATES = {
        "AL", "AK", "AZ", "CA", "CO", "CT", "FL", "GA", "IL", "IN", "KY", "MA", "MD", "MI", "MN",
                "NC",
        "NJ", "NV", "NY", "OH", "OR", "PA", "QC", "RS", "TX", "UT", "VA", "WA", "WI", "ON", "BC",
                "NSW"
    };

    private final Random random;
    private final TagValues values;

    TagAddresses(Random random, TagValues values) {
        this.random = random;
        this.values = values;
    }

    String whole() {
        if (random.nextInt(9) == 0) {
            return military();
        }
        if (random.nextInt(9) == 0) {
            return "the corner of " + crossing() + " and " + crossing();
        }
        String separator = values.one(", ", ", ", "\n", " ", "\n ");
        StringBuilder whole = new StringBuilder(streetLine());
        if (random.nextInt(5) == 0) {
            return whole.toString();
        }
        if (random.nextBoolean()) {
            whole.append(values.one(" ", separator, separator)).append(unit());
        }
        whole.append(separator).append(values.city());
        whole.append(
                switch (random.nextInt(6)) {
                    case 0 -> ", " + values.one(STATES) + " " + postcode();
                    case 1 -> separator + values.country();
                    case 2 -> separator + postcode();
                    case 3 -> separator + values.one(STATES) + separator + postcode();
                    case 4 -> "";
                    default -> separator + values.country() + " " + postcode();
                });
        return whole.toString();
    }

    /** In lines, one part each, as on an envelope. */
    String lines() {
        if (random.nextInt(8) == 0) {
            return military();
        }
        String indent = values.one("", "", " ");
        StringBuilder lines = new StringBuilder(streetLine());
        if (random.nextBoolean()) {
            lines.append(values.one("\n" + indent, " ")).append(unit());
        }
        lines.append('\n').append(indent).append(values.city());
        lines.append(
                switch (random.nextInt(3)) {
                    case 0 -> ", " + values.one(STATES) + " " + postcode();
                    case 1 ->
                            "\n"
                                    + values.one("", "\n")
                                    + indent
                                    + values.country()
                                    + " "
                                    + postcode();
                    default -> "\n" + indent + values.country() + values.one("", " " + postcode());
                });
        return lines.toString();
    }

    private String military() {
        String head =
                switch (random.nextInt(3)) {
                    case 0 -> values.one("USNS ", "USS ", "USCGC ", "USNV ") + values.surname();
                    case 1 -> "PSC " + number(4) + ", Box " + number(4);
                    default -> "Unit " + number(4) + " Box " + number(4);
                };
        return head
                + "\n"
                + values.one("APO ", "FPO ", "DPO ")
                + values.one("AA", "AE", "AP")
                + " "
                + values.digits(5);
    }

    /** A street with a number, sometimes with another before it. */
    String streetLine() {
        if (random.nextInt(12) == 0) {
            return values.one("P.O. Box ", "PO Box ", "P.O. Box ") + number(4);
        }
        String line = street();
        return random.nextInt(3) == 0 ? number(5) + " " + line : line;
    }

    String street() {
        String name = values.one(values.surname(), values.given(), values.city());
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> number(4) + " " + name + " " + values.one(ENGLISH);
            case 4 -> name + " " + values.one(ENGLISH) + values.one("", " " + number(3));
            case 5, 6 -> values.one(BEFORE) + " " + name + " " + number(3);
            case 7 -> name + values.one(AFTER) + " " + number(3);
            case 8 -> name + " " + values.given() + " " + number(3);
            default -> name + " " + number(3);
        };
    }

    /** One of two streets that meet: often without a number. */
    private String crossing() {
        return random.nextInt(3) > 0
                ? values.one(values.surname(), values.given()) + " " + values.one(ENGLISH)
                : street();
    }

    String unit() {
        return values.one(
                        "Apt. ", "Apt ", "Suite ", "Unit ", "Floor ", "Flat ", "Room ", "Apt. ",
                        "Suite ")
                + number(3);
    }

    String postcode() {
        return switch (random.nextInt(6)) {
            case 0 -> values.digits(4);
            case 1 -> values.digits(3) + " " + values.digits(2);
            case 2 -> values.digits(4) + " " + letters();
            case 3 ->
                    letters()
                            + (1 + random.nextInt(20))
                            + " "
                            + (1 + random.nextInt(9))
                            + letters();
            default -> values.digits(5);
        };
    }

    private String letters() {
        return "" + (char) ('A' + random.nextInt(26)) + (char) ('A' + random.nextInt(26));
    }

    private String number(int digitsMax) {
        return values.digits(1 + random.nextInt(digitsMax));
    }
}
