package io.kaiye.privacy;

/** How many letters of a text are Latin (or of another alphabet), and how many are Chinese. */
record Script(int latin, int han) {
    static Script of(CharSequence text) {
        int latin = 0;
        int han = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Chars.isHan(c)) {
                han++;
            } else if (Character.isLetter(c)) {
                latin++;
            }
        }
        return new Script(latin, han);
    }

    /** True where Latin letters are many: a Chinese word takes fewer characters. */
    boolean isEnglish() {
        return latin > 2 * han;
    }

    /** True for a text that has Chinese characters and is not {@link #isEnglish}. */
    boolean isChinese() {
        return han > 0 && !isEnglish();
    }
}
