package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;

/**
 * Which pieces of a text count as features. Everything is folded to lower case first and full-width
 * letters to plain ones.
 *
 * @param wordGrams runs of 1 to so many words; 0 for none
 * @param charGramsMin shortest piece of a word, in characters, its two edges counted as characters
 * @param charGramsMax longest piece of a word; 0 for none
 * @param hanGrams runs of 1 to so many Chinese or Japanese characters, across words and signs; 0
 *     for none
 * @param signs true if punctuation and emoji are words too
 * @param charWeight what pieces of words weigh against whole words
 * @param textCharactersMax longer texts are cut there, in UTF-16 units
 */
public record FeatureSettings(
        int wordGrams,
        int charGramsMin,
        int charGramsMax,
        int hanGrams,
        boolean signs,
        float charWeight,
        int textCharactersMax) {

    /** The longest run of words that can be asked for. */
    public static final int WORD_GRAMS_MAX = 3;

    /** The longest piece of a word that can be asked for. */
    public static final int CHAR_GRAMS_MAX = 6;

    /** The longest run of Chinese characters that can be asked for. */
    public static final int HAN_GRAMS_MAX = 4;

    /** What is read of one text unless less is asked for. */
    public static final int TEXT_CHARACTERS_MAX = 200_000;

    public FeatureSettings {
        check("wordGrams", wordGrams, 0, WORD_GRAMS_MAX);
        check("charGramsMax", charGramsMax, 0, CHAR_GRAMS_MAX);
        check("charGramsMin", charGramsMin, charGramsMax == 0 ? 0 : 1, charGramsMax);
        check("hanGrams", hanGrams, 0, HAN_GRAMS_MAX);
        check("textCharactersMax", textCharactersMax, 1, TEXT_CHARACTERS_MAX);
        if (!(charWeight > 0 && charWeight <= 100)) {
            throw wrong("charWeight", charWeight, "above 0 and at most 100");
        }
        if (wordGrams == 0 && charGramsMax == 0 && hanGrams == 0) {
            throw wrong("wordGrams", wordGrams, "at least 1 where nothing else is counted");
        }
    }

    /** The same with shorter texts. */
    public FeatureSettings withTextCharactersMax(int characters) {
        return new FeatureSettings(
                wordGrams, charGramsMin, charGramsMax, hanGrams, signs, charWeight, characters);
    }

    /** True if a gram of this kind, see {@link GramReader}, is a feature under these settings. */
    public boolean counts(int kind) {
        if (kind >= GramReader.HAN) {
            return kind - GramReader.HAN < hanGrams;
        }
        if (kind >= GramReader.CHARACTERS) {
            int length = kind - GramReader.CHARACTERS + 1;
            return length >= charGramsMin && length <= charGramsMax;
        }
        return kind - GramReader.WORDS < wordGrams;
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(name, value, least + " to " + most);
        }
    }

    private static KaiyeException wrong(String name, Object value, String accepted) {
        return new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "The feature setting " + name + " is " + value + "; accepted: " + accepted + ".");
    }
}
