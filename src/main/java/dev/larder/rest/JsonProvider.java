package dev.larder.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The JSON provider of the API, the same on every server. Server difference: JSON provider. Left to
 * themselves Jersey takes JSON-B and RESTEasy Jackson, with other forms of dates and of nothing. A
 * body that is not what the resource asks for is a {@link ProblemType#BAD_JSON} that names the
 * place, and no class.
 */
@Provider
@Priority(1)
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
@Produces({MediaType.APPLICATION_JSON, "application/*+json"})
public class JsonProvider extends JacksonJsonProvider {

  /** Makes the provider. */
  public JsonProvider() {
    super(Json.MAPPER);
  }

  /** Reads a body; it is never {@code null}. */
  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> httpHeaders,
      InputStream entityStream)
      throws IOException {
    Object read;
    try {
      read = super.readFrom(type, genericType, annotations, mediaType, httpHeaders, entityStream);
    } catch (JsonProcessingException e) {
      throw new ProblemException(ProblemType.BAD_JSON, JsonErrors.describe(e), e);
    } catch (CharacterCodingException e) {
      throw new ProblemException(ProblemType.BAD_JSON, "the body is not valid UTF-8", e);
    } catch (NoContentException e) {
      throw new ProblemException(
          ProblemType.BAD_JSON, "the body is empty; a JSON object is asked for", e);
    }
    if (read == null) {
      throw noBody();
    }
    return read;
  }

  /** Returns what is said of a request that has no object in its body. */
  static ProblemException noBody() {
    return new ProblemException(
        ProblemType.BAD_JSON, "the body is empty or null; a JSON object is asked for");
  }

  /**
   * Decodes the body as UTF-8 without exception (RFC 8259, section 8.1). Jackson's own decoder is
   * lenient: it takes overlong forms and encoded surrogates, by which one key could pass as
   * another.
   */
  @Override
  protected JsonParser _createParser(ObjectReader reader, @Nullable InputStream rawStream)
      throws IOException {
    InputStream in = rawStream == null ? InputStream.nullInputStream() : rawStream;
    JsonParser parser =
        reader
            .getFactory()
            .createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    // The container closes the request's stream.
    parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    return parser;
  }
}
