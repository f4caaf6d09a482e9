package io.kaiye.privacy;

/** What becomes of a piece of personal data. All are safe for threads. */
public sealed interface Action {
    /** Letters and digits become stars, signs and spaces stay: {@code ***-**-****}. */
    record Mask() implements Action {}

    /** Nothing stands in its place; one space where two words would grow together. */
    record Drop() implements Action {}

    /**
     * The kind and 16 letters of an HMAC-SHA-256 under the key: the same for the same value
     * wherever that key is used, and of no use to guess values without it.
     */
    record Hash(HashKey key) implements Action {}

    /**
     * The kind and a number, {@code PERSON_1} or 人物1 (by where the value came first), the same for
     * the same value as long as the scope lives.
     */
    record Pseudonym(PseudonymScope scope) implements Action {}

    /** A random token; the vault gives the value back to whoever has its key. */
    record Token(TokenVault vault) implements Action {}
}
