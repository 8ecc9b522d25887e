package dev.larder.http.jaxrs;

import dev.larder.http.Decision;
import dev.larder.http.ForwardReason;
import dev.larder.http.HeaderFields;
import dev.larder.http.storage.ResponseStore.Place;

/** What becomes of a request that was looked for. */
sealed interface Outcome {

  /** It is answered from the cache. */
  record Serve(Decision.Hit hit, Place place, boolean collapsed) implements Outcome {}

  /** It goes on to the resource, with these conditional fields when they are not empty. */
  record Proceed(Forwarded forwarded, HeaderFields conditions) implements Outcome {}

  /** It wanted a stored response only, and there is none. */
  record Unsatisfiable(ForwardReason reason) implements Outcome {}
}
