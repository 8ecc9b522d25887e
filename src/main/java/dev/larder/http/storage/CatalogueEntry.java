package dev.larder.http.storage;

import dev.larder.http.StoredResponse.Selecting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is stored for a URI, as operators see it. Immutable.
 *
 * @param key the key of its record in the store of keys
 * @param application the name of the namespace, which is the key prefix that the application is
 *     configured with; empty for none
 * @param uri what of the target URI counts, in its normal form; null when it is not known
 * @param perUser whether it is the entry of one user
 * @param tags the tags that it carries
 * @param stored when the newest of the responses came; null when there is none
 * @param variants the responses, the newest first; at most {@link #MOST_VARIANTS} of them
 * @param expires when the store forgets the record
 * @param state what it is at the moment
 */
public record CatalogueEntry(
    String key,
    String application,
    @Nullable String uri,
    boolean perUser,
    List<String> tags,
    @Nullable Instant stored,
    List<Variant> variants,
    Instant expires,
    State state) {

  /** So many responses of one URI are listed. */
  public static final int MOST_VARIANTS = 100;

  /** Copies the lists. */
  public CatalogueEntry {
    tags = List.copyOf(tags);
    variants = List.copyOf(variants);
  }

  /** What an entry is at a moment. */
  public enum State {
    /** There are responses that can be found. */
    STORED,
    /** The record is there, and no response yet: it is being computed, or came to nothing. */
    PENDING,
    /** No response yet, and it is remembered that the last one was not storable. */
    UNCACHEABLE,
    /** There are responses, but a tag or the URI was invalidated since: they are not found. */
    INVALID
  }

  /**
   * A stored response.
   *
   * @param selecting the request fields that select it
   * @param status the status code
   * @param age in seconds
   * @param freshFor in seconds, as {@link dev.larder.http.ResponseAge#freshFor}
   * @param bytes the length of the body
   * @param contentType the value of the field, or null
   */
  public record Variant(
      List<Selecting> selecting,
      int status,
      long age,
      long freshFor,
      int bytes,
      @Nullable String contentType) {
    /** Copies the list. */
    public Variant {
      selecting = List.copyOf(selecting);
    }
  }
}
