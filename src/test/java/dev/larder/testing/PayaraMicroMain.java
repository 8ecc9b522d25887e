package dev.larder.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Payara Micro in this process, in which applications come and go as lines of the standard input
 * say: {@code deploy <name> <file>}, {@code undeploy <name>}, {@code inspect}. It answers on the
 * standard output, in lines that begin with {@code @}. By reflection, since the server is not on
 * the class path of the tests, and this class alone on the server's.
 */
final class PayaraMicroMain {

  private final Class<?> runtimeType;
  private final Object runtime;

  private PayaraMicroMain(Class<?> runtimeType, Object runtime) {
    this.runtimeType = runtimeType;
    this.runtime = runtime;
  }

  /** The root directory, the port, a file of commands to run before the boot. */
  public static void main(String[] arguments) throws Exception {
    Class<?> type = Class.forName("fish.payara.micro.PayaraMicro");
    Object micro = type.getMethod("getInstance").invoke(null);
    set(micro, "setRootDir", File.class, new File(arguments[0]));
    set(micro, "setHttpPort", int.class, Integer.parseInt(arguments[1]));
    set(micro, "setNoCluster", boolean.class, true);
    Consumer<Object> commands = runner -> runAll(runner, Path.of(arguments[2]));
    set(micro, "setPreBootHandler", Consumer.class, commands);
    Object runtime = type.getMethod("bootStrap").invoke(micro);
    Class<?> runtimeType = Class.forName("fish.payara.micro.PayaraMicroRuntime");
    say("ready");
    new PayaraMicroMain(runtimeType, runtime).serve();
  }

  private static void set(Object micro, String name, Class<?> type, Object value)
      throws ReflectiveOperationException {
    micro.getClass().getMethod(name, type).invoke(micro, value);
  }

  private static void runAll(Object runner, Path file) {
    try {
      Class<?> type = Class.forName("fish.payara.micro.boot.AdminCommandRunner");
      Method run = type.getMethod("run", String.class, String[].class);
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ");
        run.invoke(runner, words[0], Arrays.copyOfRange(words, 1, words.length));
      }
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized void say(String line) {
    System.out.println("@" + line);
  }

  private void serve() throws Exception {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "deploy" -> {
          Object deployed =
              runtimeType
                  .getMethod("deploy", String.class, String.class, File.class)
                  .invoke(runtime, words[1], words[1], new File(words[2]));
          say("done " + deployed);
        }
        case "undeploy" -> {
          runtimeType.getMethod("undeploy", String.class).invoke(runtime, words[1]);
          say("done true");
        }
        case "inspect" -> inspect();
        default -> throw new IllegalArgumentException(line);
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /** Tells every thread, with the kind of its context class loader, and every MBean. */
  private static void inspect() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader loader = thread.getContextClassLoader();
      say(
          "thread "
              + (loader == null ? "-" : loader.getClass().getName())
              + " "
              + thread.getName());
    }
    ManagementFactory.getPlatformMBeanServer()
        .queryNames(null, null)
        .forEach(name -> say("mbean " + name));
    say("done true");
  }
}
