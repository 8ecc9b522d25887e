package dev.larder.security;

import dev.larder.rest.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The security of the running service, put together at its start. Thread-safe. */
@ApplicationScoped
public class SecurityRuntime {

  @Inject AccountsHolder accounts;

  private @Nullable SecuritySettings settings;
  private @Nullable SignIn signIn;

  @PostConstruct
  void build() {
    SecuritySettings read = SecuritySettings.read(Settings.of(ConfigProvider.getConfig()));
    settings = read;
    signIn =
        new SignIn(
            accounts::accounts,
            read.serverRealm()
                ? Optional.of(new RealmUsers(new SecureRandom(), System::nanoTime))
                : Optional.empty(),
            new SignInAttempts(read.attempts(), System::nanoTime),
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  SecuritySettings settings() {
    return built(settings);
  }

  SignIn signIn() {
    return built(signIn);
  }

  /** Returns the address that a request comes from. */
  String addressOf(HttpServletRequest request) {
    return ClientAddress.of(
        request.getRemoteAddr(),
        Collections.list(request.getHeaders("X-Forwarded-For")),
        settings().proxies());
  }

  private static <T> T built(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the security is not built yet");
    }
    return part;
  }
}
