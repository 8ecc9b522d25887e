package dev.larder.http.directives;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The CodeAI file that {@code larder.http.directives} names. Immutable. */
final class DirectivesFile {

  static final String KEY = "larder.http.directives";

  /**
   * Far above any file that somebody wrote; a device or an archive named by mistake is not read.
   */
  static final int LIMIT = 4 << 20;

  private final Optional<CodeAiFile> file;
  private final @Nullable DirectivesException problem;

  private DirectivesFile(Optional<CodeAiFile> file, @Nullable DirectivesException problem) {
    this.file = file;
    this.problem = problem;
  }

  /** Reads the file, once for each class loader: an application has its own, until redeployed. */
  static DirectivesFile ofThisApplication() {
    return Holder.FILE;
  }

  private static final class Holder {
    static final DirectivesFile FILE = read(System::getProperty, System::getenv);
  }

  /** Reads the file that a system property or an environment variable names; never fails. */
  static DirectivesFile read(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment) {
    Optional<String> path = path(properties, environment);
    try {
      return new DirectivesFile(path.map(p -> load(p, environment)), null);
    } catch (DirectivesException e) {
      return new DirectivesFile(Optional.empty(), e);
    }
  }

  /**
   * Returns what the file says; empty when none is named.
   *
   * @throws DirectivesException when it cannot be used
   */
  Optional<CodeAiFile> get() {
    if (problem != null) {
      throw problem;
    }
    return file;
  }

  /** Returns what the file says; empty when none is named, or when it cannot be used. */
  Optional<CodeAiFile> ifUsable() {
    return file;
  }

  /** Looks in the order, and under the names, of MicroProfile Config. */
  private static Optional<String> path(
      Function<String, @Nullable String> properties,
      Function<String, @Nullable String> environment) {
    String underscored = KEY.replace('.', '_');
    return Optional.ofNullable(properties.apply(KEY))
        .or(() -> Optional.ofNullable(environment.apply(KEY)))
        .or(() -> Optional.ofNullable(environment.apply(underscored)))
        .or(() -> Optional.ofNullable(environment.apply("LARDER_HTTP_DIRECTIVES")))
        .map(String::strip)
        .filter(p -> !p.isEmpty());
  }

  private static CodeAiFile load(String path, Function<String, @Nullable String> environment) {
    byte[] bytes;
    try {
      bytes = bytes(path);
    } catch (IOException | InvalidPathException e) {
      throw new DirectivesException(
          path, "the file named by " + KEY + " cannot be read (" + e + "); name one that can");
    }
    return CodeAiParser.parse(new SourceText(path, text(path, bytes)), environment);
  }

  private static byte[] bytes(String path) throws IOException {
    Path file = Path.of(path);
    if (!Files.isRegularFile(file)) {
      String what = Files.exists(file) ? "is no file" : "does not exist";
      throw new DirectivesException(
          path,
          "what %s names %s (%s); name a CodeAI file, or remove the setting"
              .formatted(KEY, what, file.toAbsolutePath()));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new DirectivesException(
            path, "the file named by " + KEY + " is larger than 4 MB; name a CodeAI file");
      }
      return bytes;
    }
  }

  private static String text(String path, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new SourceText(path, text)
          .error(text.length(), "expected text in UTF-8, but the next byte is none of it");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
