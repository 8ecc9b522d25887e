package dev.larder.entries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderClient.Answer;
import dev.larder.testing.SharedLarder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operations of the cache over HTTP, as a client sees them. */
@Feature("Entries, counters, bulk operations, keys")
class EntriesIT {

  @RegisterExtension static final SharedLarder larder = SharedLarder.memoryOnH2();

  // SHA-256 of "abc".
  private static final String ABC =
      "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"";

  private LarderClient admin;

  @BeforeEach
  void connect() {
    admin = larder.admin();
  }

  @Test
  void anEntryComesBackByteByByteWithItsTagAndItsTtl() {
    byte[] value = new byte[100_000];
    new Random(1).nextBytes(value);
    assertThat(admin.put("api/entries/e-bytes", value).status()).isEqualTo(204);
    Answer answer = admin.get("api/entries/e-bytes");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEqualTo(value);
    assertThat(answer.header("Content-Type")).contains("application/octet-stream");
    assertThat(answer.header("Larder-TTL")).contains("300");
    assertThat(answer.header("ETag").orElse("")).matches("\"[0-9a-f]{64}\"");
    Answer head = admin.head("api/entries/e-bytes");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.bytes()).isEmpty();
    assertThat(head.header("ETag")).isEqualTo(answer.header("ETag"));
    assertThat(head.header("Larder-TTL")).isPresent();
    assertThat(admin.head("api/entries/e-none").status()).isEqualTo(404);
  }

  @Test
  void anEmptyValueIsAValue() {
    assertThat(admin.put("api/entries/e-empty", new byte[0]).status()).isEqualTo(204);
    Answer answer = admin.get("api/entries/e-empty");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bytes()).isEmpty();
  }

  @Test
  void aTtlIsRoundedUpToSecondsAndAbsentWithoutExpiry() {
    // Again when a pause of the machine lets the fraction of a second pass in between.
    org.awaitility.Awaitility.await()
        .until(
            () -> {
              admin.put("api/entries/e-ttl?ttl=90900ms", bytes("x"));
              return admin.get("api/entries/e-ttl").header("Larder-TTL").equals(Optional.of("91"));
            });
    admin.put("api/entries/e-ttl?ttl=none", bytes("x"));
    assertThat(admin.get("api/entries/e-ttl").header("Larder-TTL")).isEmpty();
    admin.put("api/entries/e-ttl?ttl=1ms", bytes("x"));
    org.awaitility.Awaitility.await().until(() -> admin.get("api/entries/e-ttl").status() == 404);
  }

  @Test
  void aRemovedEntryIsGoneAndRemovingItAgainIsNoError() {
    admin.put("api/entries/e-del", bytes("x"));
    assertThat(admin.delete("api/entries/e-del").status()).isEqualTo(204);
    assertThat(admin.get("api/entries/e-del").status()).isEqualTo(404);
    assertThat(admin.delete("api/entries/e-del").status()).isEqualTo(204);
  }

  @Test
  void conditionsHold() {
    String path = "api/entries/e-if";
    admin.put(path, bytes("abc"));
    assertThat(admin.get(path, "If-None-Match", ABC).status()).isEqualTo(304);
    assertThat(admin.get(path, "If-None-Match", "W/" + ABC + ", \"x\"").status()).isEqualTo(304);
    assertThat(admin.get(path, "If-None-Match", "*").status()).isEqualTo(304);
    assertThat(admin.get(path, "If-None-Match", "\"x\"").status()).isEqualTo(200);
    assertThat(admin.put(path, bytes("x"), "If-None-Match", "*").status()).isEqualTo(412);
    assertThat(admin.put(path, bytes("x"), "If-Match", "\"x\"").status()).isEqualTo(412);
    assertThat(admin.put(path, bytes("x"), "If-Match", "W/" + ABC).status()).isEqualTo(412);
    assertThat(admin.delete(path, "If-Match", "\"x\"").status()).isEqualTo(412);
    assertThat(admin.put(path, bytes("x"), "If-Match", "abc").status()).isEqualTo(400);
    assertThat(admin.get(path).text()).isEqualTo("abc");
    Answer written = admin.put(path, bytes("x"), "If-Match", "\"y\", " + ABC);
    assertThat(written.status()).isEqualTo(204);
    assertThat(written.header("ETag")).isEqualTo(admin.get(path).header("ETag"));
    assertThat(admin.delete(path, "If-Match", "*").status()).isEqualTo(204);
    assertThat(admin.put(path, bytes("z"), "If-Match", "*").status()).isEqualTo(412);
    assertThat(admin.put(path, bytes("z"), "If-None-Match", "*").status()).isEqualTo(204);
    assertThat(admin.get(path).text()).isEqualTo("z");
  }

  @Test
  void manyEntriesAreWrittenAndReadInOneRequest() {
    String set = "{\"items\":{\"e-m1\":\"QQ==\",\"e-m/2\":\"\"},\"ttl\":\"1h\"}";
    assertThat(admin.postJson("api/mset", set).status()).isEqualTo(204);
    Answer got = admin.postJson("api/mget", "{\"keys\":[\"e-m/2\",\"e-none\",\"e-m1\",\"e-m1\"]}");
    assertThat(got.text())
        .isEqualTo("{\"values\":{\"e-m/2\":\"\",\"e-none\":null,\"e-m1\":\"QQ==\"}}");
    assertThat(admin.get("api/entries/e-m1").header("Larder-TTL")).contains("3600");
    assertThat(admin.postJson("api/mset", "{\"items\":{}}").status()).isEqualTo(204);
    assertThat(admin.postJson("api/mget", "{\"keys\":[]}").text()).isEqualTo("{\"values\":{}}");
  }

  @Test
  void anAnswerOfManyLargeValuesIsBounded() {
    for (int i = 0; i < 3; i++) {
      admin.put("api/entries/e-large" + i, new byte[7 << 20]);
    }
    Answer answer =
        admin.postJson("api/mget", "{\"keys\":[\"e-large0\",\"e-large1\",\"e-large2\"]}");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().get("type").textValue()).endsWith("/answer-too-large");
    assertThat(admin.postJson("api/mget", "{\"keys\":[\"e-large0\",\"e-large1\"]}").status())
        .isEqualTo(200);
    assertThat(admin.delete("api/keys?pattern=e-large*").json().get("deleted").intValue())
        .isEqualTo(3);
  }

  @Test
  void aListingGivesEveryKeyPageByPage() {
    TreeSet<String> written = new TreeSet<>();
    for (int i = 0; i < 250; i++) {
      written.add("e-list:" + i);
      admin.put("api/entries/e-list:" + i, bytes("x"));
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = admin.get("api/keys?pattern=e-list:*&limit=40" + cursor).json();
      page.get("keys").forEach(key -> listed.add(key.textValue()));
      cursor = page.get("cursor").isNull() ? "" : "&cursor=" + page.get("cursor").textValue();
      pages++;
    } while (!cursor.isEmpty());
    assertThat(pages).isGreaterThan(1);
    assertThat(new TreeSet<>(listed)).isEqualTo(written);
    Answer dry = admin.delete("api/keys?pattern=e-list:1*&dryRun=true");
    Answer real = admin.delete("api/keys?pattern=e-list:1*");
    assertThat(dry.json()).isEqualTo(real.json());
    assertThat(real.text()).isEqualTo("{\"deleted\":111}");
    assertThat(admin.get("api/entries/e-list:1").status()).isEqualTo(404);
    assertThat(admin.get("api/entries/e-list:2").status()).isEqualTo(200);
  }

  @Test
  void listingsSkipReservedKeys() {
    admin.putText("api/requirements", "larder-test==1\n");
    assertThat(admin.get("api/keys?pattern=bifrost*").json().get("keys")).isEmpty();
    assertThat(admin.delete("api/keys?pattern=bifrost*").text()).isEqualTo("{\"deleted\":0}");
    assertThat(admin.get("api/requirements").status()).isEqualTo(200);
  }

  @Test
  void countersCount() {
    assertThat(admin.post("api/counters/e-n/incr").text()).isEqualTo("{\"value\":1}");
    assertThat(admin.post("api/counters/incr?key=e-n").text()).isEqualTo("{\"value\":2}");
    assertThat(admin.post("api/counters/decr?key=e-n").text()).isEqualTo("{\"value\":1}");
    assertThat(admin.post("api/counters/e-n/decr").text()).isEqualTo("{\"value\":0}");
    assertThat(admin.get("api/entries/e-n").text()).isEqualTo("0");
    assertThat(admin.get("api/entries/e-n").header("Larder-TTL")).isEmpty();
  }

  @Test
  void statisticsCountWhatWasAsked() {
    long hits = admin.get("api/stats").json().get("hits").longValue();
    admin.put("api/entries/e-stat", bytes("x"));
    admin.get("api/entries/e-stat");
    JsonNode stats = admin.get("api/stats").json();
    assertThat(stats.get("hits").longValue()).isGreaterThan(hits);
    assertThat(stats.get("name").textValue()).isEqualTo("memory");
    assertThat(stats.get("entries").longValue()).isPositive();
    assertThat(stats.get("bytes").longValue()).isPositive();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
