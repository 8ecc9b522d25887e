package dev.larder.management;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be explained, as it is sent.
 *
 * @param method the request method
 * @param url the URI of the request; without scheme and authority, those of the service
 * @param headers pairs of name and value, or an object of values by name; null for none
 * @param user the user that has signed in; null for nobody
 * @param directive null for that of the endpoint
 * @param response what the resource answers; null for what is stored only
 * @param at when, in seconds since 1970; null for now
 */
public record ExplainBody(
    @Nullable String method,
    @Nullable String url,
    @Nullable JsonNode headers,
    @Nullable String user,
    @Nullable DirectiveBody directive,
    @Nullable ResponseBody response,
    @Nullable Long at) {

  /**
   * A directive as {@link dev.larder.http.CacheResponse} has it.
   *
   * @param ttl such as {@code 5m}; null for none
   * @param vary further request fields that select a response
   * @param parameters the query parameters that count; null for all
   * @param tags expanded
   */
  public record DirectiveBody(
      @Nullable String ttl,
      @Nullable Boolean perUser,
      @Nullable List<@Nullable String> vary,
      @Nullable List<@Nullable String> parameters,
      @Nullable List<@Nullable String> tags,
      @Nullable Boolean storeSetCookie) {}

  /**
   * A response.
   *
   * @param headers as those of the request
   */
  public record ResponseBody(@Nullable Integer status, @Nullable JsonNode headers) {}
}
