package dev.larder.http.rules.app;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The response that a plan means for one call. */
record PlannedResponse(Plan plan, Call call, CountDownLatch gate) {

  Response make() {
    Response response = response();
    return switch (plan.failure()) {
      case NONE, WHILE_WRITING -> response;
      case UNMAPPED -> throw new IllegalStateException("planned");
      case MAPPED -> throw new MappedException(response);
      case WEB -> throw new WebApplicationException(response);
    };
  }

  private Response response() {
    Response.ResponseBuilder builder = Response.status(plan.status());
    Object entity = entity();
    if (entity != null) {
      builder.entity(entity).type("text/plain");
    }
    for (String field : plan.fields()) {
      int colon = field.indexOf(':');
      String name = field.substring(0, colon);
      String value = call.fill(field.substring(colon + 1).strip());
      if (name.equalsIgnoreCase("Content-Type")) {
        builder.type(value);
      } else {
        builder.header(name, value);
      }
    }
    return builder.build();
  }

  private Object entity() {
    return switch (plan.entity()) {
      case NONE -> null;
      case TEXT -> plan.failure() == Plan.Failure.WHILE_WRITING ? stream() : call.fill(plan.text());
      case BYTES -> bytes();
      case STREAM -> stream();
      case INPUT -> new ByteArrayInputStream(bytes());
      case FILE -> file();
    };
  }

  private byte[] bytes() {
    return Bodies.bytes(call.run(), plan.size());
  }

  private java.io.File file() {
    try {
      Path file = Files.createTempFile("planned", ".bin");
      file.toFile().deleteOnExit();
      Files.write(file, bytes());
      return file.toFile();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StreamingOutput stream() {
    return out -> {
      byte[] bytes = bytes();
      int half = bytes.length / 2;
      write(out, bytes, 0, half);
      if (plan.gate() == Plan.Gate.HALF_WAY) {
        out.flush();
        Script.await(gate);
      }
      if (plan.failure() == Plan.Failure.WHILE_WRITING) {
        throw new IOException("planned, after " + half + " bytes");
      }
      write(out, bytes, half, bytes.length);
    };
  }

  private static void write(OutputStream out, byte[] bytes, int from, int to) throws IOException {
    for (int at = from; at < to; at += 8192) {
      out.write(bytes, at, Math.min(8192, to - at));
    }
  }
}
