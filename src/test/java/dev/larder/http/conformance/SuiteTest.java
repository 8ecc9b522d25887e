package dev.larder.http.conformance;

import java.util.List;

/**
 * One test of the conformance suite.
 *
 * @param id unique in the suite
 * @param suite the part of the suite that it belongs to
 * @param name what it is about
 * @param kind {@code required}, {@code optimal} or {@code check}
 * @param dependsOn the ids of tests without whose success it says nothing
 */
record SuiteTest(String id, String suite, String name, String kind, List<String> dependsOn) {}
