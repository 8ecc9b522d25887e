package dev.larder.cache.redis;

import dev.larder.testing.TestPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A key with a self-signed certificate, made by keytool, and both as PEM files. */
record TestKeys(KeyStore store, Path certificate, Path key) {

  static final char[] STORE_PASSWORD = "changeit".toCharArray();

  /** Makes one of an algorithm, such as {@code EC}, with further arguments of keytool. */
  static TestKeys make(String algorithm, String... arguments) {
    Path directory = TestPlace.newDirectory("tls");
    Path keys = directory.resolve("keys.p12");
    Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(tool.toString(), "-genkeypair", "-alias", "k"));
    command.addAll(List.of("-keyalg", algorithm, "-dname", "CN=larder test", "-validity", "2"));
    command.addAll(List.of("-keystore", keys.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", "changeit"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool: " + output);
      }
      KeyStore store = KeyStore.getInstance(keys.toFile(), STORE_PASSWORD);
      return new TestKeys(
          store,
          pem(directory, "CERTIFICATE", store.getCertificate("k").getEncoded()),
          pem(directory, "PRIVATE KEY", store.getKey("k", STORE_PASSWORD).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Writes a PEM file. */
  static Path pem(Path directory, String label, byte[] content) throws IOException {
    return Files.writeString(
        directory.resolve(label.replace(' ', '-') + ".pem"),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(label, Base64.getMimeEncoder().encodeToString(content), label));
  }
}
