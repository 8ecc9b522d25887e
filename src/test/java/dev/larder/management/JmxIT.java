package dev.larder.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testing.Feature;
import dev.larder.testing.LarderClient;
import dev.larder.testing.LarderServer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.Test;

/** What a JMX console sees of the service, and can do. */
@Feature("Health, metrics, JMX, operator routes")
class JmxIT {

  @Test
  void statisticsActionsAndSettingsAreThereAndSecretsAreNot() throws Exception {
    try (LarderServer server = LarderServer.configure().start();
        JMXConnector connector = server.jmx()) {
      MBeanServerConnection jmx = connector.getMBeanServerConnection();
      LarderClient admin = server.admin();
      for (String key : new String[] {"jmx:a", "jmx:b", "other"}) {
        admin.put("api/entries/" + key, "x".getBytes(StandardCharsets.UTF_8));
      }
      admin.get("api/entries/jmx:a");
      admin.get("api/entries/jmx:none");

      ObjectName statistics = name("CacheStatistics");
      assertThat(jmx.getAttribute(statistics, "Store")).isEqualTo("memory");
      assertThat(jmx.getAttribute(statistics, "State")).isEqualTo("up");
      long hits = admin.get("api/stats").json().get("hits").longValue();
      long misses = admin.get("api/stats").json().get("misses").longValue();
      assertThat(jmx.getAttribute(statistics, "Hits")).isEqualTo(hits).isNotEqualTo(0L);
      assertThat(jmx.getAttribute(statistics, "Misses")).isEqualTo(misses).isNotEqualTo(0L);
      assertThat((double) jmx.getAttribute(statistics, "HitRatio"))
          .isEqualTo((double) hits / (hits + misses));
      assertThat(entries((TabularData) jmx.getAttribute(statistics, "Gauges")))
          .contains("bytes.max", "requirements.drifts");

      ObjectName cache = name("Cache");
      assertThat(delete(jmx, cache, "jmx:*")).isEqualTo(2L);
      assertThat(admin.get("api/entries/jmx:a").status()).isEqualTo(404);
      assertThat(admin.get("api/entries/other").status()).isEqualTo(200);
      assertThat(admin.putText("api/requirements", "flask==3.0.0\n").status()).isEqualTo(200);
      assertThat((long) jmx.invoke(cache, "clear", null, null)).isEqualTo(1L);
      assertThat(admin.get("api/entries/other").status()).isEqualTo(404);
      assertThat(admin.get("api/requirements").json().get("content").textValue())
          .isEqualTo("flask==3.0.0\n");
      assertThatThrownBy(() -> delete(jmx, cache, "\ud800"))
          .hasRootCauseInstanceOf(IllegalStateException.class);
      assertThat(server.log())
          .contains(
              "action=keys-delete who=\"jmx\" from=\"-\" outcome=done pattern=\"jmx:*\" deleted=2")
          .contains("action=cache-clear who=\"jmx\" from=\"-\" outcome=done deleted=1");

      TabularData settings = (TabularData) jmx.getAttribute(name("Configuration"), "Settings");
      assertThat(entries(settings)).contains("larder.cache.type", "larder.limits.key");
      assertThat(setting(settings, "larder.cache.type")).isEqualTo("memory");
      assertThat(setting(settings, "larder.security.admin-password")).isEqualTo("***");
      assertThat(settings.toString()).doesNotContain(LarderServer.ADMIN_PASSWORD);
    }
  }

  private static ObjectName name(String type) throws Exception {
    return new ObjectName("dev.larder:type=" + type + ",application=larder");
  }

  private static long delete(MBeanServerConnection jmx, ObjectName cache, String pattern)
      throws Exception {
    return (long)
        jmx.invoke(
            cache, "deletePattern", new Object[] {pattern}, new String[] {String.class.getName()});
  }

  private static Set<String> entries(TabularData table) {
    Set<String> keys = new TreeSet<>();
    for (Object row : table.values()) {
      keys.add((String) ((CompositeData) row).get("key"));
    }
    return keys;
  }

  private static Object setting(TabularData settings, String key) {
    return settings.get(new Object[] {key}).get("value");
  }
}
