package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.http.sample.ProductResource;
import dev.larder.testing.Feature;
import dev.larder.testing.RawAnswer;
import dev.larder.testing.SampleServer;
import dev.larder.testing.SharedSample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user of the embeddable jar gets with the annotations alone. */
@Feature("An application that embeds Larder")
class SampleWarIT {

  @RegisterExtension static final SharedSample memory = SharedSample.memory();
  @RegisterExtension static final SharedSample redis = SharedSample.redis();

  @Test
  void theAnnotationAloneCachesWhereTheServerFindsTheResources() {
    cachesAndInvalidates(memory.server(), "/api");
  }

  @Test
  void theAnnotationAloneCachesInRedis() {
    cachesAndInvalidates(redis.server(), "/api");
  }

  @Test
  void theAnnotationAloneCachesWhereTheApplicationListsItsClasses() {
    try (SampleServer server =
        SampleServer.configure().classes(ListedApplication.class, ProductResource.class).start()) {
      cachesAndInvalidates(server, "/listed");
    }
  }

  private static void cachesAndInvalidates(SampleServer server, String base) {
    String product = base + "/products/7";
    RawAnswer first = server.get(product);
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("X-Cache")).contains("MISS");
    RawAnswer second = server.get(product);
    assertThat(second.header("X-Cache")).contains("HIT");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));

    assertThat(server.send("PUT", product).status()).isEqualTo(204);
    RawAnswer changed = server.get(product);
    assertThat(changed.header("X-Cache")).contains("MISS");
    assertThat(changed.text()).isNotEqualTo(first.text());
    assertThat(server.get(product).text()).isEqualTo(changed.text());

    assertThat(server.send("POST", product + "/price").status()).isEqualTo(204);
    RawAnswer repriced = server.get(product);
    assertThat(repriced.header("X-Cache")).contains("MISS");
    assertThat(repriced.text()).isNotEqualTo(changed.text());
    assertThat(server.get(product).header("X-Cache")).contains("HIT");

    String uncached = server.get(product + "/uncached").text();
    assertThat(server.get(product + "/uncached").text()).isNotEqualTo(uncached);
  }
}
