package io.kaiye.ledger;

/**
 * A key that was just made.
 *
 * @param secret is kept nowhere: whoever loses it needs another key
 */
public record NewKey(ApiKey key, KeySecret secret) {}
