package dev.larder.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The libraries in the WAR, and what it says of them. */
class PackagedLibrariesIT {

  private static final Path WAR = Path.of("target", "larder.war");
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String CLASSES = "WEB-INF/classes/";
  private static final String LICENCES = CLASSES + "META-INF/THIRD-PARTY.txt";
  private static final String BILL = "META-INF/sbom/application.cdx.json";

  /** A line such as {@code (MIT) (EPL-1.0) Jedis (redis.clients:jedis:8.0.2 - https://…)}. */
  private static final Pattern LICENSED =
      Pattern.compile("^ +((?:\\([^()]+\\) )+).*\\([^:() ]+:([^:() ]+):([^:() ]+) - [^()]*\\)$");

  private static ZipFile war;

  /** The jars by name, with their bytes. */
  private static final Map<String, byte[]> jars = new TreeMap<>();

  @BeforeAll
  static void readTheWar() throws IOException {
    war = new ZipFile(WAR.toFile());
    for (ZipEntry entry : war.stream().toList()) {
      if (entry.getName().startsWith(LIBRARIES) && entry.getName().endsWith(".jar")) {
        jars.put(entry.getName().substring(LIBRARIES.length()), bytes(entry));
      }
    }
    assertThat(jars).isNotEmpty();
  }

  @AfterAll
  static void close() throws IOException {
    war.close();
  }

  @Test
  void theBillOfMaterialsNamesEveryJarWithItsHashAndNoOther() throws Exception {
    Map<String, String> named = new TreeMap<>();
    for (JsonNode component : bill().get("components")) {
      named.put(
          component.get("name").textValue() + "-" + component.get("version").textValue() + ".jar",
          sha256(component));
    }
    Map<String, String> packaged = new TreeMap<>();
    for (Map.Entry<String, byte[]> jar : jars.entrySet()) {
      packaged.put(jar.getKey(), sha256(jar.getValue()));
    }
    assertThat(named).isEqualTo(packaged);
  }

  @Test
  void theBillOfMaterialsIsTheSameWhoeverBuildsIt() throws IOException {
    JsonNode bill = bill();
    assertThat(bill.get("bomFormat").textValue()).isEqualTo("CycloneDX");
    assertThat(bill.get("metadata").get("component").get("name").textValue()).isEqualTo("larder");
    assertThat(bill.get("metadata").has("timestamp")).isFalse();
    assertThat(bill.toString())
        .doesNotContain("file:", Path.of("").toAbsolutePath().toString())
        .doesNotContain(System.getProperty("user.home") + "/");
  }

  @Test
  void everyJarIsListedWithItsLicenceAndNoOther() throws IOException {
    String list = new String(bytes(war.getEntry(LICENCES)), StandardCharsets.UTF_8);
    Set<String> listed = new TreeSet<>();
    for (String line : list.lines().toList()) {
      Matcher matcher = LICENSED.matcher(line);
      if (matcher.matches()) {
        listed.add(matcher.group(2) + "-" + matcher.group(3) + ".jar");
        assertThat(matcher.group(1)).doesNotContainIgnoringCase("unknown");
      } else {
        assertThat(line).matches("|Lists of \\d+ third-party dependencies\\.");
      }
    }
    assertThat(listed).isEqualTo(jars.keySet());
  }

  @Test
  void noClassIsThereTwice() throws IOException {
    Map<String, String> places = new TreeMap<>();
    Map<String, String> twice = new TreeMap<>();
    for (ZipEntry entry : war.stream().toList()) {
      if (entry.getName().startsWith(CLASSES)) {
        add(entry.getName().substring(CLASSES.length()), CLASSES, places, twice);
      }
    }
    for (Map.Entry<String, byte[]> jar : jars.entrySet()) {
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar.getValue()))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          add(entry.getName(), jar.getKey(), places, twice);
        }
      }
    }
    assertThat(places).containsKeys("dev/larder/cache/CacheModule.class", "org/h2/Driver.class");
    assertThat(twice).isEmpty();
  }

  /** Classes for newer JVMs, which are the same class once more, stand below META-INF. */
  private static void add(
      String file, String place, Map<String, String> places, Map<String, String> twice) {
    if (!file.endsWith(".class")
        || file.endsWith("module-info.class")
        || file.startsWith("META-INF/")) {
      return;
    }
    String before = places.putIfAbsent(file, place);
    if (before != null) {
      twice.put(file, before + " and " + place);
    }
  }

  private static JsonNode bill() throws IOException {
    ZipEntry entry = war.getEntry(BILL);
    if (entry == null) {
      assumeThat(System.getProperty("larder.test.maven"))
          .as("no bill of materials: Maven makes none with -o; build without it")
          .isNotEqualTo("offline=true");
    }
    assertThat(entry)
        .as(BILL + " in the WAR; it is made by ./mvnw package, without -o")
        .isNotNull();
    return new ObjectMapper().readTree(bytes(entry));
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.get("hashes")) {
      if (hash.get("alg").textValue().equals("SHA-256")) {
        return hash.get("content").textValue();
      }
    }
    return "no SHA-256";
  }

  private static String sha256(byte[] content) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static byte[] bytes(ZipEntry entry) throws IOException {
    try (InputStream in = war.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
