package dev.larder.cache.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificate that this client shows to servers which ask for one, with its private key. */
final class ClientKey {

  private static final String CERTIFICATE = "larder.redis.tls.cert";
  private static final String KEY = "larder.redis.tls.key";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private ClientKey() {}

  /**
   * Reads both files.
   *
   * @throws IllegalArgumentException when one cannot be used, or the key is not the certificate's;
   *     no message holds anything of the key
   */
  static KeyManager[] managers(Path certificateFile, Path keyFile) {
    Certificate[] chain =
        Trust.certificates(CERTIFICATE, certificateFile).toArray(new Certificate[0]);
    PublicKey known = chain[0].getPublicKey();
    PrivateKey key = read(keyFile, known.getAlgorithm());
    if (!belongTogether(key, known)) {
      throw wrong(
          keyFile, "is not the key of the first certificate in the file " + certificateFile, null);
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("client", key, new char[0], chain);
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          CERTIFICATE
              + ": the certificates in the file "
              + certificateFile
              + " are no chain: each must be followed by the one that signed it",
          e);
    } catch (IOException e) {
      throw new IllegalStateException("an empty key store needs no reading", e);
    }
  }

  private static PrivateKey read(Path file, String algorithm) {
    String text;
    try {
      text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw wrong(file, "cannot be read", e);
    }
    Matcher pem = PEM.matcher(text);
    String other = null;
    while (pem.find()) {
      if (pem.group(1).equals("PRIVATE KEY")) {
        return decode(file, pem.group(2), algorithm);
      }
      if (pem.group(1).endsWith("PRIVATE KEY")) {
        other = pem.group(1);
      }
    }
    if (text.contains("ENCRYPTED")) {
      throw wrong(file, "holds a key that is encrypted", null);
    }
    throw wrong(file, other == null ? "holds no private key" : "holds a key as " + other, null);
  }

  private static PrivateKey decode(Path file, String base64, String algorithm) {
    try {
      return KeyFactory.getInstance(algorithm)
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // No cause: it may tell something of what the file holds.
      throw wrong(file, "holds no " + algorithm + " key, as the certificate needs", null);
    }
  }

  /** Whether what the one signs the other accepts. */
  private static boolean belongTogether(PrivateKey key, PublicKey known) {
    String algorithm =
        switch (known.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> known.getAlgorithm();
        };
    byte[] text = {1, 2, 3};
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(text);
      byte[] signature = signer.sign();
      signer.initVerify(known);
      signer.update(text);
      return signer.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static IllegalArgumentException wrong(Path file, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(
        KEY
            + ": the file "
            + file
            + " "
            + what
            + "; allowed: a PEM file with BEGIN PRIVATE KEY (PKCS#8, not encrypted; openssl pkcs8"
            + " -topk8 -nocrypt makes one)",
        cause);
  }
}
