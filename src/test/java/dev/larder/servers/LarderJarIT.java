package dev.larder.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.testing.LarderClient;
import dev.larder.testing.TestPlace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar larder.jar} in an empty directory. */
@Tag("uber")
class LarderJarIT {

  private static final Duration BOOT = Duration.ofMinutes(3);

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void theServiceIsReadyAndEndsWithTermWithoutAProcessLeft() throws Exception {
    int port = TestPlace.freePort();
    Process process = start(Map.of(), "-Dlarder.port=" + port);
    awaitReady(process);
    assertThat(client(port).get("api/health").status()).isEqualTo(200);
    assertThat(directory.resolve("data")).isDirectory();
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(all).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void thePortMayComeFromTheEnvironment() throws Exception {
    int port = TestPlace.freePort();
    awaitReady(start(Map.of("LARDER_PORT", Integer.toString(port))));
    assertThat(client(port).get("api/health").status()).isEqualTo(200);
  }

  @Test
  void requirementsThatWereSavedAreThereAfterARestartAndSettingsMayComeFromTheEnvironment()
      throws Exception {
    int port = TestPlace.freePort();
    Map<String, String> environment = Map.of("LARDER_SECURITY_ADMIN_PASSWORD", "jar-password");
    Process first = start(environment, "-Dlarder.port=" + port);
    awaitReady(first);
    LarderClient admin = client(port).as("admin", "jar-password");
    assertThat(admin.putText("api/requirements", "kept==1.0\n").status()).isEqualTo(200);
    first.destroy();
    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Files.delete(directory.resolve("out"));

    awaitReady(start(environment, "-Dlarder.port=" + port));
    assertThat(admin.get("api/requirements").json().get("content").textValue())
        .isEqualTo("kept==1.0\n");
  }

  @Test
  void theSameFilesGiveTheSameJarByteForByte() throws Exception {
    Path jar = Path.of(System.getProperty("larder.test.jar"));
    Path again = directory.resolve("again.jar");
    Path target = jar.getParent();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", target.resolve("run/classes").toString()));
    command.add("dev.larder.run.MakeLarderJar");
    command.add(target.resolve("payara/payara-micro.jar").toString());
    command.add(target.resolve("larder.war").toString());
    command.add(Path.of("server-config", "payara-micro").toAbsolutePath().toString());
    command.add(target.resolve("run/classes").toString());
    command.add(again.toString());
    command.add(System.getProperty("larder.test.timestamp"));
    Process make = new ProcessBuilder(command).inheritIO().start();
    assertThat(make.waitFor()).isZero();
    assertThat(Files.mismatch(jar, again)).isEqualTo(-1);
  }

  @Test
  void aPortInUseIsAnErrorAndTheExitCodeOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fails(start(Map.of(), "-Dlarder.port=" + taken.getLocalPort()), "is not free");
    }
  }

  @Test
  void aPortThatIsNoNumberIsAnErrorAndTheExitCodeOne() throws Exception {
    fails(start(Map.of(), "-Dlarder.port=http"), "a port is a number from 1 to 65535");
  }

  @Test
  void aWrongSettingIsAnErrorAndTheExitCodeOne() throws Exception {
    int port = TestPlace.freePort();
    fails(
        start(Map.of(), "-Dlarder.port=" + port, "-Dlarder.cache.type=nothing"),
        "Larder was not deployed");
  }

  private void fails(Process process, String message) throws Exception {
    assertThat(process.waitFor(BOOT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(directory.resolve("err")).content().contains(message);
  }

  private void awaitReady(Process process) {
    await()
        .atMost(BOOT)
        .failFast(() -> !process.isAlive())
        .until(() -> Files.readString(directory.resolve("out")).contains("Larder is ready: "));
  }

  private Process start(Map<String, String> environment, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", Objects.requireNonNull(System.getProperty("larder.test.jar"))));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.redirectOutput(directory.resolve("out").toFile());
    builder.redirectError(directory.resolve("err").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static LarderClient client(int port) {
    return LarderClient.of(URI.create("http://127.0.0.1:" + port + "/larder/"));
  }
}
