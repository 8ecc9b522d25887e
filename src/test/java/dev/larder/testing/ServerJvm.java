package dev.larder.testing;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What there is in the JVM of a server: asked from outside, whichever server it is. */
final class ServerJvm {

  /** A thread of a dump, {@code "name" #12 …}. */
  private static final Pattern THREAD = Pattern.compile("^\"(.*)\" #?\\d+ .*");

  private final long pid;

  ServerJvm(long pid) {
    this.pid = pid;
  }

  /** The names of all threads. */
  List<String> threads() {
    List<String> names = new ArrayList<>();
    for (String line : jcmd("Thread.print")) {
      Matcher thread = THREAD.matcher(line);
      if (thread.matches()) {
        names.add(thread.group(1));
      }
    }
    return names;
  }

  /** The names of all MBeans. */
  List<String> mbeans() {
    try (JMXConnector connector = jmx()) {
      return connector.getMBeanServerConnection().queryNames(null, null).stream()
          .map(Object::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects to the MBeans, as consoles do that run on the same machine. */
  @SuppressWarnings("BanJNDI") // Of a JVM that this test has started.
  JMXConnector jmx() throws IOException {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(pid));
      try {
        return JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent()));
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many class loaders there are whose description matches, after collections. */
  long classLoaders(Pattern description) {
    jcmd("GC.run");
    jcmd("GC.run");
    return jcmd("VM.classloaders").stream()
        .filter(line -> description.matcher(line).find())
        .count();
  }

  /** Keeps the heap in a file, to see what holds an object that should be gone. */
  void heapDump(Path file) {
    jcmd("GC.heap_dump", file.toString());
  }

  private List<String> jcmd(String... command) {
    try {
      List<String> words = new ArrayList<>();
      words.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
      words.add(Long.toString(pid));
      words.addAll(List.of(command));
      Process jcmd = new ProcessBuilder(words).redirectErrorStream(true).start();
      List<String> lines =
          new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      if (jcmd.waitFor() != 0) {
        throw new IllegalStateException(words + ": " + lines);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
