package io.kaiye.ledger;

/** A whole key, as its owner sends it. It prints as a word that gives nothing away. */
public final class KeySecret {
    private final String secret;

    KeySecret(String secret) {
        this.secret = secret;
    }

    /** The key itself: for showing it once to whom it was made for, and for checking it. */
    public String revealSecret() {
        return secret;
    }

    @Override
    public String toString() {
        return "a key";
    }
}
