package dev.larder.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerObjectsTest {

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void whatTheServerBindsAMomentLaterIsWaitedFor() {
    String found =
        get(
            name -> {
              if (asked.incrementAndGet() < 4) {
                throw new NameNotFoundException(name);
              }
              return "bound";
            },
            Duration.ofMinutes(1));
    assertThat(found).isEqualTo("bound");
    assertThat(asked).hasValue(4);
  }

  @Test
  void aNameThatIsNeverBoundIsRefusedWithKeyNameAndWhatIsAllowed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                get(
                    name -> {
                      throw new NameNotFoundException(name);
                    },
                    Duration.ofMillis(120)))
        .withMessage(
            "larder.some.jndi=some/name is not there: the server knows nothing of this name;"
                + " allowed is a name")
        .withCauseInstanceOf(NameNotFoundException.class);
  }

  @Test
  void anotherFaultOfTheDirectoryIsNotWaitedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                get(
                    name -> {
                      asked.incrementAndGet();
                      throw new NamingException("broken");
                    },
                    Duration.ofMinutes(1)))
        .withMessageContaining("is not there");
    assertThat(asked).hasValue(1);
  }

  @Test
  void somethingElseOfThatNameIsRefusedSayingWhat() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> get(name -> 1, Duration.ZERO))
        .withMessageContaining("is no String but java.lang.Integer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> get(name -> null, Duration.ZERO))
        .withMessageContaining("is no String but nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldap://host/x", "rmi:x", "LDAP://host", "corbaname:x", "dns:x"})
  void namesThatAskOtherMachinesAreRefusedUnasked(String name) {
    ServerObjects objects =
        new ServerObjects(given -> asked.incrementAndGet(), Duration.ofMinutes(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> objects.get("larder.some.jndi", name, String.class, "a name"))
        .withMessageContaining("is no name of the server's own directory");
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc/larder", "java:jboss/datasources/larder", "java:comp/env/x"})
  void namesOfTheServerAreAsked(String name) {
    ServerObjects objects = new ServerObjects(given -> "found " + given, Duration.ZERO);
    assertThat(objects.get("larder.some.jndi", name, String.class, "a name"))
        .isEqualTo("found " + name);
  }

  private static String get(ServerObjects.Directory directory, Duration patience) {
    return new ServerObjects(directory, patience)
        .get("larder.some.jndi", "some/name", String.class, "a name");
  }
}
