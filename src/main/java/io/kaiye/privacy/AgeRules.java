package io.kaiye.privacy;

import java.util.Set;
import java.util.regex.Pattern;

/** Ages, told by the words beside a number: "43 years old", "aged 43", "she is 43.". */
final class AgeRules {
    private static final double CONFIDENCE = 0.6;
    private static final int AGE_MAX = 120;
    private static final Pattern COMPACT = Pattern.compile("\\d{1,3}-?(?:yo|y/o|yrs?)");
    private static final Pattern ORDINAL = Pattern.compile("\\d{1,3}(?:st|nd|rd|th)");
    private static final Pattern DECADE = Pattern.compile("[1-9]0s");
    private static final Pattern NUMBER_WORD =
            Pattern.compile(
                    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen"
                            + "|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\\w+)?)");
    private static final Set<String> BEFORE_AGE =
            Set.of("turned", "aged", "age", "turning", "turns");
    private static final Set<String> BEING =
            Set.of(
                    "was",
                    "is",
                    "am",
                    "i'm",
                    "he's",
                    "she's",
                    "i\u2019m",
                    "he\u2019s",
                    "she\u2019s",
                    "be",
                    "m",
                    "s",
                    "turn");
    private static final Set<String> MODALS =
            Set.of("will", "would", "to", "must", "might", "should", "could", "ll", "i'll");
    private static final Set<String> SOMEBODY =
            Set.of(
                    "he",
                    "she",
                    "i",
                    "who",
                    "'",
                    "\u2019",
                    "they",
                    "you",
                    "brother",
                    "sister",
                    "mother",
                    "father",
                    "mom",
                    "mum",
                    "dad",
                    "son",
                    "daughter",
                    "wife",
                    "husband",
                    "kid",
                    "child",
                    "boy",
                    "girl",
                    "baby",
                    "grandmother",
                    "grandfather",
                    "grandma",
                    "grandpa",
                    "uncle",
                    "aunt",
                    "cousin",
                    "niece",
                    "nephew",
                    "friend",
                    "boyfriend",
                    "girlfriend",
                    "partner",
                    "twin",
                    "patient",
                    "victim",
                    "man",
                    "woman");
    private static final Set<String> AFTER_AGE =
            Set.of(
                    "and",
                    "but",
                    "now",
                    "when",
                    "or",
                    "so",
                    "because",
                    "today",
                    "years",
                    "then",
                    "from",
                    "male",
                    "female",
                    "married",
                    "single",
                    "while",
                    "if",
                    "next",
                    "this",
                    "tomorrow",
                    "yesterday",
                    "soon",
                    "too",
                    "as",
                    "before",
                    "after",
                    "already");
    private static final Set<String> ADVERBS =
            Set.of("only", "just", "now", "almost", "nearly", "about", "already", "still", "over");
    private static final Set<String> EVENTS =
            Set.of(
                    "died",
                    "retired",
                    "married",
                    "graduated",
                    "started",
                    "began",
                    "passed",
                    "divorced",
                    "widowed",
                    "orphaned",
                    "left",
                    "away");
    private static final Set<String> YEARS =
            Set.of("year", "years", "yr", "yrs", "month", "months", "weeks", "week");
    private static final Set<String> HAVING =
            Set.of("his", "her", "their", "my", "your", "our", "early", "mid", "late");

    private AgeRules() {}

    /** Whether the number there, of at most three digits, is somebody's age. */
    static boolean isAge(Tokens tokens, int at) {
        return Integer.parseInt(tokens.text(at)) <= AGE_MAX
                && (isOld(tokens, at) || isAnnounced(tokens, at));
    }

    /** Keeps the age in "Ann Lee, 43, a teacher" and "Ann Lee (43)". */
    static void afterName(Page page, Tokens tokens, int last) {
        int at = last + 2;
        int shape = tokens.shape(at);
        if (shape < Tokens.DIGITS || shape > Tokens.DIGITS + 2) {
            return;
        }
        String sign = tokens.lower(last + 1);
        String after = tokens.lower(at + 1);
        int next = tokens.shape(at + 2);
        boolean isApposition =
                sign.equals(",")
                        && (after.equals(",") || after.equals("."))
                        && next < Tokens.MIXED_DIGITS;
        boolean isBracket = sign.equals("(") && after.equals(")");
        if ((isApposition || isBracket) && Integer.parseInt(tokens.text(at)) <= AGE_MAX) {
            page.found(tokens.start(at), tokens.end(at), PersonalDataKind.AGE, CONFIDENCE);
        }
    }

    /** "43yo", "her 43rd birthday", "in her 40s". */
    static boolean isCompactAge(Tokens tokens, int at) {
        String word = tokens.lower(at);
        return COMPACT.matcher(word).matches()
                || (tokens.lower(at + 1).equals("birthday") && ORDINAL.matcher(word).matches())
                || (HAVING.contains(tokens.lower(at - 1)) && DECADE.matcher(word).matches());
    }

    /** The first of the number words before "years old"; the place itself if there are none. */
    static int wordsBefore(Tokens tokens, int years) {
        int first = years;
        if (YEARS.contains(tokens.lower(years)) && old(tokens, years + 1)) {
            while (years - first < 2 && NUMBER_WORD.matcher(tokens.lower(first - 1)).matches()) {
                first--;
            }
        }
        return first;
    }

    private static boolean isOld(Tokens tokens, int at) {
        String after = tokens.lower(at + 1);
        String next = tokens.lower(at + 2);
        boolean isJoined = after.equals("-");
        return (YEARS.contains(after) && old(tokens, at + 2))
                || (isJoined && YEARS.contains(next) && old(tokens, at + 3))
                || (isJoined && next.startsWith("year-old"))
                || after.equals("yo")
                || (isJoined && next.equals("yo"))
                || after.equals("year-old")
                || after.equals("years-old")
                || (after.equals("y") && (next.equals("/") || isDotted(tokens, at + 2)));
    }

    private static boolean isDotted(Tokens tokens, int at) {
        return tokens.lower(at).equals(".") && tokens.lower(at + 1).equals("o");
    }

    private static boolean old(Tokens tokens, int at) {
        String word = tokens.lower(at);
        return word.equals("old")
                || (word.equals("of") && tokens.lower(at + 1).equals("age"))
                || (word.equals("-") && tokens.lower(at + 1).equals("old"));
    }

    /** "aged 60", "age: 60", "the age of 60", "he was 60.", "she is only 60 and", "died at 60". */
    private static boolean isAnnounced(Tokens tokens, int at) {
        String before = tokens.lower(at - 1);
        boolean isLink = before.equals(":") || before.equals("of") || before.equals("is");
        if ((isLink || before.equals("=")) && tokens.lower(at - 2).equals("age")) {
            return true;
        }
        String after = tokens.lower(at + 1);
        boolean ends = after.isEmpty() || ".,;!?)\n".contains(after) || AFTER_AGE.contains(after);
        int verb = ADVERBS.contains(before) ? at - 2 : at - 1;
        boolean isEvent = before.equals("at") && EVENTS.contains(tokens.lower(at - 2));
        return BEFORE_AGE.contains(before) || (ends && (isEvent || isState(tokens, verb)));
    }

    /** "he is", "my brother was", "Anna will be", "I'm". */
    private static boolean isState(Tokens tokens, int verb) {
        String word = tokens.lower(verb);
        if (!BEING.contains(word)) {
            return false;
        }
        boolean isBare = word.equals("be") || word.equals("turn");
        int subject = isBare ? verb - 2 : verb - 1;
        if (isBare && !MODALS.contains(tokens.lower(verb - 1))) {
            return false;
        }
        boolean isNamed =
                (tokens.flags(subject) & Lexicon.GIVEN) != 0
                        && tokens.shape(subject) == Tokens.CAPITAL;
        return (word.length() > 3 && !isBare)
                || word.equals("i'm")
                || SOMEBODY.contains(tokens.lower(subject))
                || isNamed;
    }
}
