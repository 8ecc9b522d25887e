package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** A server without MicroProfile Telemetry, as its class loader shows it. */
class SpansTest {

  /** Loads Larder's own classes anew, and does not find those of OpenTelemetry. */
  private static final class WithoutTelemetry extends ClassLoader {

    WithoutTelemetry() {
      super(SpansTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.opentelemetry.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.larder.management.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defined(name);
      }
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void withoutTelemetryThereAreNoSpansAndNothingFails() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = new WithoutTelemetry();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Class<?> spans = loader.loadClass("dev.larder.management.Spans");
      Method find = spans.getDeclaredMethod("find");
      Field none = spans.getField("NONE");
      find.setAccessible(true);
      none.setAccessible(true);
      assertThat(find.invoke(null)).isSameAs(none.get(null));
      // What is made with them can be linked as well.
      assertThat(Class.forName("dev.larder.management.CacheMeters", true, loader)).isNotNull();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void withTelemetryThereAre() {
    assertThat(Spans.find()).isInstanceOf(OpenTelemetrySpans.class);
  }
}
