package dev.larder.cache;

import static dev.larder.cache.ModuleRules.set;
import static dev.larder.cache.ModuleRules.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of modules: typed values. */
public interface ModuleJsonRules extends ModuleRules {

  /** A value with what JSON mappers tend to get wrong. */
  record Person(String name, LocalDate born, Optional<String> mail, List<Long> numbers) {}

  /** A value that contains itself, and so has no JSON form. */
  final class Endless {
    public Endless getSelf() {
      return this;
    }
  }

  @Test
  default void aValueComesBackAsTheTypeAskedFor() {
    CacheModule module = module("app");
    Person person =
        new Person("Zoë 😀", LocalDate.of(1990, 2, 28), Optional.empty(), List.of(1L, 1L << 62));
    module.setJson("p", person);
    assertThat(module.getJson("p", Person.class)).contains(person);
    assertThat(module.getJson("p", new TypeRef<Map<String, Object>>() {}).orElseThrow())
        .containsEntry("name", "Zoë 😀");
    module.setJson("l", List.of(person, person), Duration.ofHours(1));
    assertThat(module.getJson("l", new TypeRef<List<Person>>() {}))
        .contains(List.of(person, person));
    assertThat(module.entry("l").orElseThrow().ttl()).isPresent();
    Instant now = Instant.parse("2026-01-02T03:04:05.000000006Z");
    module.setJson("t", now);
    assertThat(module.getJson("t", Instant.class)).contains(now);
    assertThat(textOf(module, "t")).isEqualTo("\"2026-01-02T03:04:05.000000006Z\"");
  }

  @Test
  default void theJsonNullIsAnEntryWithoutAValue() {
    CacheModule module = module("");
    module.setJson("null", null);
    assertThat(module.getJson("null", Person.class)).isEmpty();
    assertThat(module.exists("null")).isTrue();
    assertThat(textOf(module, "null")).isEqualTo("null");
    assertThat(module.getJson("missing", Person.class)).isEmpty();
    assertThat(module.exists("missing")).isFalse();
  }

  @Test
  default void whatIsNotTheTypeAskedForIsUnreadableAndStays() {
    CacheModule module = module("");
    for (String wrong : List.of("", "{", "[1]", "\"text\"", "{\"name\":1} trailing", "\u0000")) {
      set(module, "k", wrong);
      CacheException unreadable =
          catchThrowableOfType(CacheException.class, () -> module.getJson("k", Person.class));
      assertThat(unreadable).as(wrong).isNotNull();
      assertThat(unreadable.reason()).as(wrong).isEqualTo(CacheException.Reason.UNREADABLE);
      assertThat(textOf(module, "k")).isEqualTo(wrong);
    }
  }

  @Test
  default void whatHasNoJsonFormIsRefusedAndNothingChanges() {
    CacheModule module = module("");
    set(module, "k", "\"before\"");
    CacheException refusal =
        catchThrowableOfType(CacheException.class, () -> module.setJson("k", new Endless()));
    assertThat(refusal.reason()).isEqualTo(CacheException.Reason.NOT_SERIALIZABLE);
    assertThat(module.getJson("k", String.class)).contains("before");
  }
}
