package dev.larder.management;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * MXBeans that one application has registered, and takes away again. Two applications of one JVM
 * have different names; should a name be taken all the same, such as by a deployment that was not
 * undeployed in order, the bean that is there stays. Thread-safe.
 */
final class JmxRegistrations {

  private static final System.Logger LOG = System.getLogger("dev.larder");
  private static final String DOMAIN = "dev.larder";

  private final MBeanServer server;
  private final String application;
  private final List<ObjectName> registered = new ArrayList<>();

  /**
   * @param application what its names tell it by, such as {@code larder}; any text
   */
  JmxRegistrations(MBeanServer server, String application) {
    this.server = server;
    this.application = application;
  }

  /** Registers a bean as {@code dev.larder:type=…,application=…}. */
  synchronized <T> void register(String type, T bean, Class<T> contract) {
    try {
      String shown = application.matches("[\\w./-]+") ? application : ObjectName.quote(application);
      ObjectName name = new ObjectName(DOMAIN + ":type=" + type + ",application=" + shown);
      server.registerMBean(new StandardMBean(inApplication(bean, contract), contract, true), name);
      registered.add(name);
    } catch (InstanceAlreadyExistsException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "There is another {0} over JMX already, of an application {1}; it stays",
          type,
          application);
    } catch (JMException e) {
      LOG.log(System.Logger.Level.WARNING, type + " cannot be shown over JMX", e);
    }
  }

  /**
   * The bean as a part of the application, whoever calls it. Server difference: threads of JMX.
   * They have the server's class loader, or none, and the server's CDI asks for one.
   */
  private static <T> T inApplication(T bean, Class<T> contract) {
    ClassLoader own = JmxRegistrations.class.getClassLoader();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Thread thread = Thread.currentThread();
          ClassLoader before = thread.getContextClassLoader();
          thread.setContextClassLoader(own);
          try {
            return method.invoke(bean, arguments);
          } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
          } finally {
            thread.setContextClassLoader(before);
          }
        };
    return contract.cast(Proxy.newProxyInstance(own, new Class<?>[] {contract}, handler));
  }

  /** Takes all of them away; may be called again. */
  synchronized void close() {
    for (ObjectName name : registered) {
      try {
        server.unregisterMBean(name);
      } catch (InstanceNotFoundException e) {
        // Somebody was quicker; it is gone.
        LOG.log(System.Logger.Level.DEBUG, "{0} was taken away already", name);
      } catch (JMException e) {
        LOG.log(System.Logger.Level.WARNING, name + " cannot be taken away", e);
      }
    }
    registered.clear();
  }
}
