package dev.larder.testing;

import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts what the tests of each {@link Feature} came to on the server of this run, and with {@code
 * -Dlarder.features.update=true} writes it into the table of {@code docs/servers.md}. Found by the
 * service loader. Thread-safe.
 */
public final class FeatureListener implements TestExecutionListener {

  private static final ConcurrentHashMap<String, FeatureTable.Count> COUNTS =
      new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<String, String> LEFT_OUT = new ConcurrentHashMap<>();

  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    this.plan = plan;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    if (test.isTest() || !passed) {
      feature(test)
          .ifPresent(
              feature ->
                  COUNTS.merge(
                      feature,
                      passed ? new FeatureTable.Count(1, 0) : new FeatureTable.Count(0, 1),
                      FeatureTable.Count::plus));
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    String not = "not on " + ServerKind.current().title() + ": ";
    if (reason.startsWith(not)) {
      feature(test).ifPresent(f -> COUNTS.putIfAbsent(f, new FeatureTable.Count(0, 0)));
      LEFT_OUT.put(name(test), reason.substring(not.length()));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    if (Boolean.getBoolean("larder.features.update")) {
      FeatureTable.update(ServerKind.current(), new TreeMap<>(COUNTS), new TreeMap<>(LEFT_OUT));
    }
  }

  private Optional<String> feature(TestIdentifier test) {
    return type(test)
        .flatMap(type -> AnnotationSupport.findAnnotation(type, Feature.class))
        .map(Feature::value);
  }

  /** The class of a test, which may be a part of a test method, or made by one. */
  private Optional<Class<?>> type(TestIdentifier test) {
    for (Optional<TestIdentifier> at = Optional.of(test);
        at.isPresent();
        at = plan.getParent(at.get())) {
      Object source = at.get().getSource().orElse(null);
      if (source instanceof ClassSource type) {
        return Optional.of(type.getJavaClass());
      }
    }
    return Optional.empty();
  }

  /** Class, or class and method. */
  private String name(TestIdentifier test) {
    String type = type(test).map(Class::getSimpleName).orElse("");
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> type + "." + ((MethodSource) source).getMethodName())
        .orElse(type);
  }
}
