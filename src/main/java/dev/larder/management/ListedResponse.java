package dev.larder.management;

import dev.larder.http.StoredResponse.Selecting;
import dev.larder.http.storage.CatalogueEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the response cache as the API lists it; see {@link CatalogueEntry}.
 *
 * @param stored in epoch seconds
 * @param hits how often this node answered from it; null when that is not known
 * @param expires in epoch seconds
 * @param state such as {@code stored}
 */
public record ListedResponse(
    String key,
    String application,
    @Nullable String uri,
    boolean perUser,
    List<String> tags,
    @Nullable Long stored,
    List<Variant> variants,
    @Nullable Long hits,
    long expires,
    String state) {

  /**
   * A stored response; see {@link CatalogueEntry.Variant}.
   *
   * @param selecting the request fields that select it by name, with null for one that is absent
   */
  public record Variant(
      Map<String, @Nullable String> selecting,
      int status,
      long age,
      long freshFor,
      int bytes,
      @Nullable String contentType) {}

  static ListedResponse of(CatalogueEntry entry, @Nullable Long hits) {
    Instant stored = entry.stored();
    return new ListedResponse(
        entry.key(),
        entry.application(),
        entry.uri(),
        entry.perUser(),
        entry.tags(),
        stored == null ? null : stored.getEpochSecond(),
        entry.variants().stream().map(ListedResponse::variant).toList(),
        hits,
        entry.expires().getEpochSecond(),
        entry.state().name().toLowerCase(Locale.ROOT));
  }

  private static Variant variant(CatalogueEntry.Variant each) {
    Map<String, @Nullable String> selecting = new LinkedHashMap<>();
    for (Selecting field : each.selecting()) {
      selecting.put(field.name(), field.value());
    }
    return new Variant(
        selecting, each.status(), each.age(), each.freshFor(), each.bytes(), each.contentType());
  }
}
