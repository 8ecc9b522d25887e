package dev.larder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.http.HeaderFields.Field;
import dev.larder.http.StoredResponse.Selecting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bytes in which a response is kept. */
class StoredFormTest {

  private static final byte[] NOTHING = {};
  private static final Instant TIME = Instant.ofEpochMilli(1_763_800_000_123L);

  private static StoredResponse response(List<Field> fields, byte[] body) {
    return new StoredResponse(
        new ResponseHead(200, HeaderFields.of(fields)), body, TIME, TIME, List.of(), 0);
  }

  private static StoredResponse decoded(byte[] form, int offset) {
    return StoredForm.decode(form, offset).orElseThrow();
  }

  private static void assertSame(StoredResponse actual, StoredResponse expected) {
    assertThat(actual.status()).isEqualTo(expected.status());
    assertThat(actual.fields()).isEqualTo(expected.fields());
    assertThat(actual.requestTime().toEpochMilli())
        .isEqualTo(expected.requestTime().toEpochMilli());
    assertThat(actual.responseTime().toEpochMilli())
        .isEqualTo(expected.responseTime().toEpochMilli());
    assertThat(actual.selecting()).isEqualTo(expected.selecting());
    assertThat(actual.resource()).isEqualTo(expected.resource());
    assertThat(actual.bodyLength()).isEqualTo(expected.body().length);
    assertThat(actual.body()).isEqualTo(expected.body());
  }

  @Test
  @Tag("random")
  void whatever_a_response_is_it_comes_back_the_same() {
    long seed = Long.getLong("larder.test.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      StoredResponse response = random(random);
      byte[] prefix = new byte[random.nextInt(40)];
      random.nextBytes(prefix);
      try {
        byte[] form = StoredForm.encode(prefix, response);
        assertThat(Arrays.copyOf(form, prefix.length)).isEqualTo(prefix);
        StoredResponse back = decoded(form, prefix.length);
        assertSame(back, response);
        // What was read can be written again, as after a validation.
        assertThat(StoredForm.encode(prefix, back)).isEqualTo(form);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dlarder.test.seed=" + seed, e);
      }
    }
  }

  @Test
  void a_form_of_version_1_is_read_for_ever() {
    byte[] form =
        java.util.HexFormat.of()
            .parseHex(
                "01c0597e2c2dcb01f699e1aad5660e0902d200000278010231020114746578742f706c61696e000a782d6f776e0500e920ac04626f6479");
    StoredResponse response = decoded(form, 0);
    assertThat(response.status()).isEqualTo(203);
    assertThat(response.fields())
        .isEqualTo(HeaderFields.of("Content-Type", "text/plain", "x-own", "é€"));
    assertThat(response.selecting())
        .containsExactly(new Selecting("accept", null), new Selecting("x", "1"));
    assertThat(response.requestTime()).isEqualTo(TIME);
    assertThat(response.responseTime()).isEqualTo(TIME.plusMillis(7));
    assertThat(response.resource()).isEqualTo(-5);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("body");
    assertThat(StoredForm.encode(NOTHING, golden())).isEqualTo(form);
  }

  @Test
  void what_a_store_puts_in_front_stays_in_front() {
    byte[] form = StoredForm.encode(NOTHING, golden());
    byte[] prefix = {7, 0, -1};
    byte[] both = Arrays.copyOf(prefix, prefix.length + form.length);
    System.arraycopy(form, 0, both, prefix.length, form.length);

    assertThat(StoredForm.encode(prefix, golden())).isEqualTo(both);
  }

  private static StoredResponse golden() {
    return new StoredResponse(
        new ResponseHead(203, HeaderFields.of("Content-Type", "text/plain", "x-own", "é€")),
        "body".getBytes(StandardCharsets.UTF_8),
        TIME,
        TIME.plusMillis(7),
        List.of(new Selecting("accept", null), new Selecting("x", "1")),
        -5);
  }

  @Test
  void numbers_of_names_never_change() {
    assertThat(FieldNames.size()).isBetween(100, 127);
    assertThat(FieldNames.name((byte) 1)).isEqualTo("Content-Type");
    assertThat(FieldNames.name((byte) 14)).isEqualTo("Date");
    assertThat(FieldNames.name((byte) 15)).isEqualTo("ETag");
    assertThat(FieldNames.name((byte) 18)).isEqualTo("Cache-Control");
    assertThat(FieldNames.name((byte) 26)).isEqualTo("Vary");
    assertThat(FieldNames.name((byte) (26 | 0x80))).isEqualTo("vary");
    assertThat(FieldNames.name((byte) 63)).isEqualTo("Set-Cookie");
    assertThat(FieldNames.name((byte) 82)).isEqualTo("Accept");
    assertThat(FieldNames.name((byte) 102)).isEqualTo("SOAPAction");
    assertThat(FieldNames.name((byte) 0)).isNull();
    assertThat(FieldNames.name((byte) 103)).isNull();
    for (int i = 1; i <= FieldNames.size(); i++) {
      assertThat(FieldNames.number(FieldNames.name((byte) i))).isEqualTo((byte) i);
      assertThat(FieldNames.number(FieldNames.name((byte) (i | 0x80))))
          .isEqualTo((byte) (i | 0x80));
    }
    assertThat(FieldNames.number("CONTENT-TYPE")).isZero();
  }

  @Test
  void names_of_the_table_take_a_byte_keep_their_spelling_and_are_not_made_anew() {
    List<Field> fields =
        List.of(
            new Field("Content-Type", "a"),
            new Field("content-type", "a"),
            new Field("CONTENT-TYPE", "a"),
            new Field("X-Own", "a"));
    StoredResponse one = decoded(StoredForm.encode(NOTHING, response(fields, NOTHING)), 0);
    StoredResponse two = decoded(StoredForm.encode(NOTHING, response(fields, NOTHING)), 0);
    assertThat(one.fields().lines()).isEqualTo(fields);
    for (int i = 0; i < 2; i++) {
      assertThat(one.fields().lines().get(i).name()).isSameAs(two.fields().lines().get(i).name());
    }
    int short1 = StoredForm.encode(NOTHING, response(fields.subList(0, 1), NOTHING)).length;
    int long1 = StoredForm.encode(NOTHING, response(fields.subList(2, 3), NOTHING)).length;
    assertThat(long1 - short1).isEqualTo(1 + "CONTENT-TYPE".length());
  }

  @Test
  void a_usual_response_takes_less_than_its_fields_on_the_wire() {
    List<Field> fields =
        List.of(
            new Field("Content-Type", "application/json"),
            new Field("Cache-Control", "public, max-age=300, stale-while-revalidate=60"),
            new Field("Date", "Sun, 22 Nov 2026 06:22:20 GMT"),
            new Field("Last-Modified", "Sun, 22 Nov 2026 06:22:20 GMT"),
            new Field("ETag", "\"2cf24dba5fb0a30e26e83b2ac5b9e29e\""),
            new Field("Vary", "Accept-Encoding"));
    int wire = fields.stream().mapToInt(f -> f.name().length() + f.value().length() + 4).sum();
    int form = StoredForm.encode(NOTHING, response(fields, NOTHING)).length;
    System.out.println("fields of " + wire + " bytes on the wire are stored in " + form);
    assertThat(form).isLessThan(wire);
  }

  @Test
  void the_body_is_not_copied_out_to_be_written() throws IOException {
    byte[] body = "0123456789".getBytes(StandardCharsets.US_ASCII);
    byte[] form = StoredForm.encode(new byte[3], response(List.of(), body));
    StoredResponse read = decoded(form, 3);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    read.writeBody(out, 2, 3);
    read.writeBody(out, 0, 10);
    read.writeBody(out, 10, 0);
    assertThat(out).hasToString("2340123456789");
    assertThat(read.body()).isEqualTo(body).isSameAs(read.body());
    for (int[] wrong : new int[][] {{-1, 2}, {9, 2}, {0, 11}, {11, 0}, {0, -1}}) {
      assertThatThrownBy(() -> read.writeBody(out, wrong[0], wrong[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    StoredResponse own = response(List.of(), body);
    assertThat(own.body()).isSameAs(body);
  }

  @Test
  void another_version_is_nothing() {
    byte[] form = StoredForm.encode(NOTHING, golden());
    for (int version = 0; version < 256; version++) {
      form[0] = (byte) version;
      assertThat(StoredForm.decode(form, 0).isPresent()).isEqualTo(version == 1);
    }
  }

  @Test
  void what_is_cut_off_or_too_long_is_nothing() {
    byte[] form = StoredForm.encode(NOTHING, golden());
    for (int length = 0; length < form.length; length++) {
      assertThat(StoredForm.decode(Arrays.copyOf(form, length), 0)).as("%d", length).isEmpty();
    }
    assertThat(StoredForm.decode(Arrays.copyOf(form, form.length + 1), 0)).isEmpty();
    assertThat(StoredForm.decode(form, form.length)).isEmpty();
  }

  @Test
  void any_changed_byte_of_the_meta_data_makes_it_nothing() {
    byte[] form = StoredForm.encode(NOTHING, golden());
    int meta = form.length - "body".length();
    for (int i = 0; i < meta; i++) {
      for (int change = 1; change < 256; change++) {
        form[i] ^= (byte) change;
        assertThat(StoredForm.decode(form, 0)).as("byte %d ^ %d", i, change).isEmpty();
        form[i] ^= (byte) change;
      }
    }
    assertSame(decoded(form, 0), golden());
  }

  /** With the checksum made right again, so that the reader itself has to cope. */
  @Test
  @Tag("random")
  void damage_that_has_a_right_checksum_makes_no_exception_and_no_large_arrays() {
    long seed = Long.getLong("larder.test.seed", System.nanoTime());
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] form = StoredForm.encode(NOTHING, i % 16 == 0 ? random(random) : golden());
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        int at = 5 + random.nextInt(form.length - 5);
        form[at] =
            switch (random.nextInt(4)) {
              case 0 -> (byte) 0xff;
              case 1 -> (byte) 0x7f;
              case 2 -> 0;
              default -> (byte) random.nextInt(256);
            };
      }
      if (random.nextInt(4) == 0) {
        form = Arrays.copyOf(form, 5 + random.nextInt(form.length));
      }
      repairChecksum(form);
      try {
        Optional<StoredResponse> response = StoredForm.decode(form, 0);
        if (response.isPresent()) {
          read++;
          assertThat(response.get().bodyLength()).isLessThanOrEqualTo(form.length);
        }
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "-Dlarder.test.seed=" + seed + ": " + java.util.HexFormat.of().formatHex(form), e);
      }
    }
    assertThat(read).as("some changes are harmless").isPositive();
  }

  @Test
  @Tag("random")
  void bytes_that_mean_nothing_are_nothing() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = 1;
      }
      repairChecksum(bytes);
      assertThat(StoredForm.decode(bytes, 0).map(StoredResponse::bodyLength).orElse(0))
          .isLessThan(64);
    }
  }

  private static void repairChecksum(byte[] form) {
    long length = 0;
    int at = 5;
    for (int shift = 0; at < form.length && shift < 35; shift += 7) {
      byte next = form[at++];
      length |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    if (length > form.length - at) {
      return;
    }
    java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
    sum.update(form, at, (int) length);
    for (int i = 0; i < 4 && form.length >= 5; i++) {
      form[1 + i] = (byte) (sum.getValue() >>> (24 - 8 * i));
    }
  }

  private static StoredResponse random(Random random) {
    List<Field> fields = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      fields.add(new Field(name(random), text(random)));
    }
    List<Selecting> selecting = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      selecting.add(new Selecting(name(random), random.nextInt(3) == 0 ? null : text(random)));
    }
    byte[] body = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(1 << random.nextInt(16))];
    random.nextBytes(body);
    Instant requested = Instant.ofEpochMilli(random.nextLong() >> random.nextInt(64));
    return new StoredResponse(
        new ResponseHead(100 + random.nextInt(900), HeaderFields.of(fields)),
        body,
        requested,
        Instant.ofEpochMilli(requested.toEpochMilli() + random.nextInt(10_000) - 5_000),
        selecting,
        random.nextBoolean() ? 0 : random.nextLong());
  }

  private static String name(Random random) {
    String known = FieldNames.name((byte) (1 + random.nextInt(FieldNames.size())));
    return switch (random.nextInt(4)) {
      case 0 -> text(random);
      case 1 -> known.toLowerCase(java.util.Locale.ROOT);
      case 2 -> known.toUpperCase(java.util.Locale.ROOT);
      default -> known;
    };
  }

  private static String text(Random random) {
    char[] chars = new char[random.nextInt(8) == 0 ? random.nextInt(300) : random.nextInt(20)];
    int bits = new int[] {7, 8, 16}[random.nextInt(3)];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) random.nextInt(1 << bits);
    }
    return new String(chars);
  }
}
