package dev.larder.cache;

import java.util.List;
import java.util.Optional;

/**
 * One page of a store's scan.
 *
 * @param keys the keys, without duplicates
 * @param cursor the store's cursor of the next page; empty only at the end
 */
public record ScanPage(List<String> keys, Optional<String> cursor) {}
