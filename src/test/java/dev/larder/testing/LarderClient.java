package dev.larder.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plain HTTP client for one Larder, with or without credentials. Paths are relative to the
 * application ({@code api/health}) and are sent as they are given.
 *
 * <p>Immutable and thread-safe. Every call is bounded to one minute.
 */
public final class LarderClient {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final @Nullable String authorization;

  private LarderClient(URI base, @Nullable String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  /** A client without credentials for the application at {@code base}, which ends with a slash. */
  public static LarderClient of(URI base) {
    return new LarderClient(base, null);
  }

  /** The same client with Basic authentication. */
  public LarderClient as(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new LarderClient(base, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** The same client with a Bearer token. */
  public LarderClient withToken(String token) {
    return new LarderClient(base, "Bearer " + token);
  }

  /** GET; headers are given as name, value, name, value. */
  public Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public Answer head(String path, String... headers) {
    return send("HEAD", path, null, headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  public Answer put(String path, byte[] body, String... headers) {
    return send("PUT", path, body, headers);
  }

  public Answer putText(String path, String body, String... headers) {
    return send("PUT", path, utf8(body), with(headers, "Content-Type", "text/plain"));
  }

  public Answer putJson(String path, String body, String... headers) {
    return send("PUT", path, utf8(body), with(headers, "Content-Type", "application/json"));
  }

  public Answer postJson(String path, String body, String... headers) {
    return send("POST", path, utf8(body), with(headers, "Content-Type", "application/json"));
  }

  /** POST without a body. */
  public Answer post(String path, String... headers) {
    return send("POST", path, null, headers);
  }

  /** Any request; headers are given as name, value, name, value. */
  public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofMinutes(1))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds a header unless the caller gave it. */
  private static String[] with(String[] headers, String name, String value) {
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        return headers;
      }
    }
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = name;
    all[headers.length + 1] = value;
    return all;
  }

  /** What the server answered. */
  public static final class Answer {

    private final HttpResponse<byte[]> response;

    private Answer(HttpResponse<byte[]> response) {
      this.response = response;
    }

    public int status() {
      return response.statusCode();
    }

    public byte[] bytes() {
      return response.body().clone();
    }

    /** The body as UTF-8. */
    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The body as JSON. */
    public JsonNode json() {
      try {
        return JSON.readTree(text());
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + this, e);
      }
    }

    /** The first field of that name. */
    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** Status and body, for the message of a failed assertion. */
    @Override
    public String toString() {
      return status() + " " + response.headers().map() + "\n" + text();
    }
  }
}
