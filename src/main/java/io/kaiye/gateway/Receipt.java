package io.kaiye.gateway;

/**
 * What was posted.
 *
 * @param priceMicros that the customer pays for the answer
 * @param currency of the price
 */
public record Receipt(long priceMicros, String currency) {}
