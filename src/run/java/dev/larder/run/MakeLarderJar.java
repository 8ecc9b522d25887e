package dev.larder.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes {@code larder.jar}: Payara Micro with the WAR, the configuration and {@link LarderMain} in
 * it. The same input gives the same bytes.
 */
public final class MakeLarderJar {

  private static final String WAR = "MICRO-INF/deploy/larder.war";
  private static final String PREBOOT = "MICRO-INF/pre-boot-commands.txt";
  private static final String LOGGING = "MICRO-INF/domain/logging.properties";
  private static final String OWN = "dev/larder/run/";

  private MakeLarderJar() {}

  /** Takes the jar of Payara Micro, WAR, configuration, classes, result and time stamp. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 6) {
      throw new IllegalArgumentException(
          "give payara-micro.jar, larder.war, the configuration's folder, the classes' folder,"
              + " the result and a time stamp");
    }
    Path configuration = Path.of(arguments[2]);
    Map<String, byte[]> own = new TreeMap<>();
    own.put(WAR, Files.readAllBytes(Path.of(arguments[1])));
    own.put(PREBOOT, Files.readAllBytes(configuration.resolve("preboot.asadmin")));
    own.put(LOGGING, Files.readAllBytes(configuration.resolve("logging.properties")));
    try (DirectoryStream<Path> classes =
        Files.newDirectoryStream(Path.of(arguments[3], "dev", "larder", "run"), "Larder*.class")) {
      for (Path each : classes) {
        own.put(OWN + each.getFileName(), Files.readAllBytes(each));
      }
    }
    LocalDateTime time =
        OffsetDateTime.parse(arguments[5]).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    Path result = Path.of(arguments[4]);
    Path unfinished = Path.of(arguments[4] + ".part");
    try (ZipFile payara = new ZipFile(arguments[0]);
        OutputStream file = Files.newOutputStream(unfinished);
        ZipOutputStream out = new ZipOutputStream(file)) {
      write(payara, own, time, out);
    }
    Files.move(unfinished, result, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Payara's entries in Payara's order, which is that of its class path; then Larder's. */
  private static void write(
      ZipFile payara, Map<String, byte[]> own, LocalDateTime time, ZipOutputStream out)
      throws IOException {
    add(out, "META-INF/", new byte[0], time);
    try (InputStream in = payara.getInputStream(payara.getEntry(JarFile.MANIFEST_NAME))) {
      Manifest manifest = new Manifest(in);
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, LarderMain.class.getName());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      manifest.write(bytes);
      add(out, JarFile.MANIFEST_NAME, bytes.toByteArray(), time);
    }
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    payara.stream().forEach(entry -> entries.put(entry.getName(), entry));
    entries.remove("META-INF/");
    entries.remove(JarFile.MANIFEST_NAME);
    entries.keySet().removeAll(own.keySet());
    for (ZipEntry entry : entries.values()) {
      try (InputStream in = payara.getInputStream(entry)) {
        add(out, entry.getName(), in.readAllBytes(), time);
      }
    }
    for (Map.Entry<String, byte[]> entry : own.entrySet()) {
      add(out, entry.getKey(), entry.getValue(), time);
    }
  }

  /** Not compressed: Payara's class loader reads jars within the jar where they are. */
  private static void add(ZipOutputStream out, String name, byte[] bytes, LocalDateTime time)
      throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(time);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
