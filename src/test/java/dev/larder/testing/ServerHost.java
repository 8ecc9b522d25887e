package dev.larder.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A running server in which applications come and go, in a process of its own on a free loopback
 * port. It can be asked what they left behind. Its log is kept below {@code target/test-servers},
 * and it never outlives the test JVM.
 *
 * <p>Not thread-safe: one test thread drives it.
 */
public interface ServerHost extends AutoCloseable {

  /**
   * What there is in the server's JVM.
   *
   * @param threads names of threads
   * @param mbeans names of MBeans
   * @param classLoaders live class loaders of applications, after a collection that cleared soft
   *     references
   */
  record Inventory(List<String> threads, List<String> mbeans, long classLoaders) {}

  /**
   * Starts a server of the kind that this test run is about.
   *
   * @param settings system properties of its JVM
   */
  static ServerHost start(Map<String, String> settings) {
    return switch (ServerKind.current()) {
      case PAYARA_MICRO -> PayaraMicroHost.start(settings);
      case PAYARA_SERVER, WILDFLY -> FolderHost.start(settings);
    };
  }

  int port();

  /** Deploys an application at {@code /name}; fails when the server does not take it. */
  void deploy(String name, Path war);

  void undeploy(String name);

  /** Collects garbage and tells what is left. */
  Inventory inventory();

  /** Keeps the heap in a file, to see what holds an object that should be gone. */
  Path heapDump();

  /** What the server wrote so far. */
  String log();

  /** Ends the server in order (SIGTERM), with whatever is deployed. */
  void stop();

  /** Ends the server at once if it runs. */
  @Override
  void close();
}
