package dev.larder.cache.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS connection trusts and shows: certificates of a PEM file, or those of the JVM; a client
 * certificate, or none.
 */
final class Trust {

  private Trust() {}

  /**
   * Returns the factory of TLS sockets.
   *
   * @throws IllegalArgumentException when a file cannot be read or holds something else
   */
  static SSLSocketFactory socketFactory(RedisSettings settings) {
    Path ca = settings.tlsCa();
    Path certificate = settings.tlsCert();
    Path key = settings.tlsKey();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          certificate == null || key == null ? null : ClientKey.managers(certificate, key),
          ca == null ? null : trustManagers(ca).getTrustManagers(),
          null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static TrustManagerFactory trustManagers(Path ca) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates("larder.redis.tls.ca", ca)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (IOException e) {
      throw wrong("larder.redis.tls.ca", ca, "cannot be read", e);
    }
  }

  /** Reads a PEM file of one or more certificates, named by a setting. */
  static Collection<? extends Certificate> certificates(String setting, Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw wrong(setting, file, "holds no certificate", null);
      }
      return found;
    } catch (CertificateException e) {
      throw wrong(setting, file, "holds something else than certificates", e);
    } catch (IOException e) {
      throw wrong(setting, file, "cannot be read", e);
    }
  }

  private static IllegalArgumentException wrong(
      String setting, Path file, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        setting + ": the file " + file + " " + what + "; allowed: a PEM file", cause);
  }
}
