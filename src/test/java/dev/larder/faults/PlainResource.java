package dev.larder.faults;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * An application without Larder that uses the same services of the server. It leaves behind what
 * any such application does.
 */
@Path("/plain")
@Produces(MediaType.TEXT_PLAIN)
@ApplicationScoped
@DataSourceDefinition(
    name = "java:app/jdbc/plain",
    className = "org.h2.jdbcx.JdbcDataSource",
    url = "jdbc:h2:mem:plain;DB_CLOSE_ON_EXIT=FALSE",
    user = "sa",
    password = "")
public class PlainResource {

  @Resource(lookup = "java:app/jdbc/plain")
  private DataSource database;

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;

  @Resource private UserTransaction transaction;

  /** More than the pools of the server have. */
  private static final int THREADS = 8;

  private record Part(String text) {}

  private record Whole(Part part) {}

  /**
   * Uses connections in a transaction and in the executors. It compares records too: Java 17 keeps,
   * in one place for the whole JVM, the class of a component of a record that was compared, and
   * with it the application's class loader.
   */
  @GET
  public boolean use() throws Exception {
    transaction.begin();
    boolean answers = databaseAnswers();
    transaction.commit();
    fillPools();
    return answers
        && executor.submit(this::databaseAnswers).get(10, TimeUnit.SECONDS)
        && scheduler
            .schedule(this::databaseAnswers, 1, TimeUnit.MILLISECONDS)
            .get(10, TimeUnit.SECONDS)
        && new Whole(new Part("a")).equals(new Whole(new Part("a")));
  }

  /** Keeps a thread of the server for requests for a while. */
  @GET
  @Path("hold")
  public boolean hold() throws InterruptedException {
    return !new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
  }

  /**
   * Has the server make as many threads as its pools have: an idle one stays for a minute or
   * longer, and with it the application that was the first to need it.
   */
  private void fillPools() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Callable<Boolean> busy = () -> never.await(200, TimeUnit.MILLISECONDS);
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(executor.submit(busy));
      all.add(scheduler.submit(busy));
    }
    for (Future<Boolean> each : all) {
      each.get(20, TimeUnit.SECONDS);
    }
  }

  private boolean databaseAnswers() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(1);
    }
  }
}
