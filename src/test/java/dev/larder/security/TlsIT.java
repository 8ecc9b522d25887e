package dev.larder.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderServer;
import dev.larder.testing.NotOn;
import dev.larder.testing.ServerKind;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS on Payara Micro, with a key store as {@code docs/tls.md} says by hand. */
@NotOn(
    value = {ServerKind.PAYARA_SERVER, ServerKind.WILDFLY},
    because = "TLS is set up as the page in server-config says, and tried by its test")
@Feature("TLS")
class TlsIT {

  private static final String PASSWORD = "changeit";

  @TempDir static Path directory;

  private static LarderServer larder;
  private static HttpClient client;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Path keyStore = directory.resolve("larder.p12");
    keytool(keyStore);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    larder =
        LarderServer.configure()
            .jvm("-Djavax.net.ssl.keyStore=" + keyStore)
            .jvm("-Djavax.net.ssl.keyStorePassword=" + PASSWORD)
            .microOptions("--sslport", Integer.toString(port), "--sslcert", "larder")
            .start();
    client = HttpClient.newBuilder().sslContext(trusting(keyStore)).build();
  }

  @AfterAll
  static void stop() {
    larder.close();
  }

  private static void keytool(Path keyStore) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", "larder", "-keyalg", "EC"));
    command.addAll(List.of("-groupname", "secp256r1", "-validity", "30", "-dname", "CN=localhost"));
    command.addAll(List.of("-ext", "san=dns:localhost", "-storetype", "PKCS12"));
    command.addAll(List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(directory.resolve("keytool.log"))).isZero();
  }

  private static SSLContext trusting(Path keyStore) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      own.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("larder", own.getCertificate("larder"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> send(String method, String url, HttpClient.Version version)
      throws Exception {
    String admin = "admin:" + LarderServer.ADMIN_PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .version(version)
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                method.equals("PUT")
                    ? HttpRequest.BodyPublishers.ofString("tls==1.0\n")
                    : HttpRequest.BodyPublishers.noBody())
            .header("Content-Type", "text/plain")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(admin.getBytes(StandardCharsets.UTF_8)))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String tls(String path) {
    return "https://localhost:" + port + "/larder/api/" + path;
  }

  @Test
  void theCertificateIsTheOneOfTheKeyStoreAndHstsIsSentOverTlsOnly() throws Exception {
    HttpResponse<String> secure = send("GET", tls("health"), HttpClient.Version.HTTP_1_1);
    assertThat(secure.statusCode()).isEqualTo(200);
    assertThat(secure.headers().allValues("Strict-Transport-Security"))
        .containsExactly("max-age=31536000");
    assertThat(secure.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.2", "TLSv1.3");

    HttpResponse<String> plain =
        send("GET", larder.url() + "api/health", HttpClient.Version.HTTP_1_1);
    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(plain.headers().allValues("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void neitherListenerNamesTheServer() throws Exception {
    for (String url :
        new String[] {tls("health"), larder.url() + "api/health", larder.url() + ""}) {
      HttpResponse<String> answer = send("GET", url, HttpClient.Version.HTTP_1_1);
      assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
      assertThat(answer.body()).doesNotContain("Payara", "6.2025");
    }
  }

  @Test
  void theResponseCacheWorksOverHttp2AsWell() throws Exception {
    assertThat(send("PUT", tls("requirements"), HttpClient.Version.HTTP_2).statusCode())
        .isEqualTo(200);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer = send("GET", tls("requirements"), HttpClient.Version.HTTP_2);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).contains("tls==1.0");
      seen.addAll(answer.headers().allValues("X-Cache"));
    }
    assertThat(seen).containsExactly("MISS", "HIT");
  }
}
