package dev.larder.bench.start;

import java.time.Duration;

/**
 * One start of a server, until its first answer.
 *
 * @param wall from the start of the process
 * @param cpu what the process took of all processors in that time
 */
record Start(Duration wall, Duration cpu) {}
