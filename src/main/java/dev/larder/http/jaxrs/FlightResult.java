package dev.larder.http.jaxrs;

/** What those who waited for a response learn. */
enum FlightResult {
  /** It is stored: look again. */
  STORED,
  /** It was not stored, this time: look again. */
  NOTHING_STORED,
  /** It may not be stored: waiting for the next one makes no sense. */
  UNCACHEABLE
}
