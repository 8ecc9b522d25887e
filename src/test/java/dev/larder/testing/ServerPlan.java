package dev.larder.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a server is started with, in terms that every server knows. Immutable.
 *
 * @param name of the server in messages
 * @param directory where it lives, as {@link TestPlace#newDirectory} gives it
 * @param port of the loopback address
 * @param war the application; its name says the context root; null for none
 * @param properties system properties of its JVM
 * @param environment variables besides those of this process, less those of Larder
 * @param jvmArguments such as {@code -Xmx64m}; they win over those that every server gets
 * @param httpThreads how many requests are worked on at once; 0 for what the server does by itself
 * @param options what it does otherwise than by default
 * @param commands of the administrator before the start: of asadmin, or of jboss-cli
 * @param libraries jars for the server itself, such as JDBC drivers; the module {@code larder.test}
 *     on WildFly
 * @param microOptions arguments of Payara Micro itself, such as {@code --sslport 8443}
 */
record ServerPlan(
    String name,
    Path directory,
    int port,
    @Nullable Path war,
    Map<String, String> properties,
    Map<String, String> environment,
    List<String> jvmArguments,
    int httpThreads,
    Set<Option> options,
    List<String> commands,
    List<Path> libraries,
    List<String> microOptions) {

  /** What a server can do otherwise. */
  enum Option {
    /** A DELETE with a body reaches the application, as HTTP allows. */
    BODIES_WITH_ANY_METHOD,
    /** A changed setting is seen after a second at the latest. */
    FRESH_CONFIGURATION
  }

  ServerPlan {
    properties = new TreeMap<>(properties);
    environment = new TreeMap<>(environment);
    jvmArguments = List.copyOf(jvmArguments);
    options = Set.copyOf(options);
    commands = List.copyOf(commands);
    libraries = List.copyOf(libraries);
    microOptions = List.copyOf(microOptions);
  }

  boolean has(Option option) {
    return options.contains(option);
  }
}
