package dev.larder.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.sample.PlainResource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Feature("An application that embeds Larder")
class SampleServerIT {

  @RegisterExtension static final SharedSample sample = SharedSample.memory();

  @Test
  void headerLinesComeAsTheyAreAndAConnectionServesSeveralRequests() {
    try (RawConnection connection = sample.server().connect()) {
      for (int i = 0; i < 3; i++) {
        RawAnswer answer = connection.get("/sample/api/plain", "accept:\ttext/plain");
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.headers("x-several")).containsExactly("one", "two");
        assertThat(answer.headerLines()).contains("X-Several: one", "X-Several: two");
        assertThat(answer.text()).isEqualTo("plain");
        assertThat(answer.reusable()).isTrue();
        RawAnswer echo =
            connection.exchange(
                "POST",
                "/sample/api/plain",
                "grüß".getBytes(StandardCharsets.UTF_8),
                "Content-Type: text/plain;charset=UTF-8");
        assertThat(echo.text()).isEqualTo("grüß");
      }
    }
  }

  @Test
  void aBodyInChunksIsReadToItsEnd() {
    try (RawConnection connection = sample.server().connect()) {
      RawAnswer chunks = connection.get("/sample/api/plain/chunks?of=3");
      assertThat(chunks.text()).isEqualTo("chunk 0\nchunk 1\nchunk 2\n");
      assertThat(chunks.complete()).isTrue();
      assertThat(connection.get("/sample/api/plain").text()).isEqualTo("plain");
    }
  }

  @Test
  void aHeadHasNoBodyAndAnUnknownPathIsNotFound() {
    assertThat(sample.server().send("HEAD", "/api/plain").body()).isEmpty();
    assertThat(sample.server().get("/api/unknown").status()).isEqualTo(404);
  }

  @Test
  void aServerOfATestsOwnTakesSettingsOfAllKindsAndCanBeKilled() {
    try (SampleServer own =
        SampleServer.configure()
            .classes(SampleApplication.class, PlainResource.class)
            .file("WEB-INF/classes/META-INF/microprofile-config.properties", "sample.setting=1")
            .set("larder.cache.prefix", "sample")
            .jvm("-Xmx300m")
            .start()) {
      assertThat(own.get("/api/plain").status()).isEqualTo(200);
      own.kill();
      assertThat(own.isRunning()).isFalse();
    }
  }

  @Test
  void aWrongSettingStopsTheDeploymentOfTheApplicationAndTheLogSaysWhy() {
    String log =
        SampleServer.configure()
            .classes(SampleApplication.class, PlainResource.class)
            .environment("LARDER_CACHE_TYPE", "wooden")
            .startInVain();
    assertThat(log).contains("unsupported cache type: wooden");
  }
}
