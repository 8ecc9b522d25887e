package dev.larder.security;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;

/**
 * Reads accounts and security settings at start: a wrong one stops the deployment instead of the
 * first request.
 */
@Startup
@Singleton
public class AccountsCheck {

  private static final System.Logger LOG = System.getLogger("dev.larder.security");

  @Inject AccountsHolder holder;
  @Inject SecurityRuntime security;

  @PostConstruct
  void check() {
    try {
      holder.accounts();
      security.settings();
    } catch (RuntimeException e) {
      // Whatever the container wraps it in: the sentence for the operator is inside.
      Throwable root = e;
      while (root.getCause() != null && !(root instanceof IllegalArgumentException)) {
        root = root.getCause();
      }
      LOG.log(System.Logger.Level.ERROR, "Larder is not started: " + root.getMessage());
      throw e;
    }
  }
}
