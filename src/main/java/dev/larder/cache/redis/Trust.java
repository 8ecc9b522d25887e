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

/** Which certificates a TLS connection trusts: those of a PEM file, or those of the JVM. */
final class Trust {

  private Trust() {}

  /**
   * Returns the factory of TLS sockets.
   *
   * @throws IllegalArgumentException when the file cannot be read or holds no certificate
   */
  static SSLSocketFactory socketFactory(@Nullable Path ca) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, ca == null ? null : trustManagers(ca).getTrustManagers(), null);
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
      for (Certificate certificate : read(ca)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (IOException e) {
      throw wrong(ca, "cannot be read", e);
    }
  }

  private static Collection<? extends Certificate> read(Path ca) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(ca))) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw wrong(ca, "holds no certificate", null);
      }
      return found;
    } catch (CertificateException e) {
      throw wrong(ca, "holds something else than certificates", e);
    }
  }

  private static IllegalArgumentException wrong(Path ca, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "larder.redis.tls.ca: the file " + ca + " " + what + "; allowed: a PEM file", cause);
  }
}
