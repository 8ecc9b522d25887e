package dev.larder.requirements.caller;

import dev.larder.requirements.PackageConflictException;
import dev.larder.requirements.Requirements;
import dev.larder.requirements.RequirementsCache;
import dev.larder.requirements.SaveCondition;
import jakarta.annotation.Resource;
import jakarta.ejb.EJBContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What an application does in a transaction of its own, which the container begins and ends. */
@Stateless
public class CallerBean {

  @Inject private RequirementsCache requirements;
  @Resource private EJBContext context;
  @Resource private TransactionSynchronizationRegistry registry;

  public String save(String content, boolean rollback) {
    String before = current();
    boolean cached = requirements.save(content).cached();
    requirements.addPackage("added", "1");
    String inside = current();
    String elsewhere = CompletableFuture.supplyAsync(this::committed).join();
    boolean active = registry.getTransactionStatus() == Status.STATUS_ACTIVE;
    if (rollback) {
      context.setRollbackOnly();
    }
    return "before=%s inside=%s elsewhere=%s cached=%s active=%s"
        .formatted(before, inside, elsewhere, cached, active);
  }

  /** Called by a thread that has no transaction. */
  private String committed() {
    return current();
  }

  public String refusedAndThenSaved(String content) {
    StringBuilder refused = new StringBuilder();
    try {
      requirements.addPackage("fixed", "1");
    } catch (PackageConflictException e) {
      refused.append("conflict ");
    }
    try {
      requirements.addPackage("no name", "1");
    } catch (IllegalArgumentException e) {
      refused.append("invalid ");
    }
    try {
      requirements.save("x", SaveCondition.hashIn(Set.of("0")));
    } catch (RuntimeException e) {
      refused.append("changed ");
    }
    requirements.save(content);
    return refused + "rollbackOnly=" + context.getRollbackOnly();
  }

  public String getOnly() {
    return current();
  }

  private String current() {
    return requirements.get().map(Requirements::content).orElse("none").replace("\n", "|");
  }
}
