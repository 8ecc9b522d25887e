package dev.larder.rest;

import jakarta.inject.Inject;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;

/**
 * Counts each request as {@link UnderWay}, from before the server looks at its credentials until
 * after the last filter. A filter would say that a request has ended while the server still tells
 * listeners of it; Undertow no longer tells them once the application is being stopped, and CDI
 * then keeps the request in a thread-local variable of the server's thread.
 */
public class UnderWayListener implements ServletRequestListener {

  @Inject private UnderWay underWay;

  /** Called by the container. */
  @SuppressWarnings("NullAway.Init") // The container sets the field before it calls anything.
  public UnderWayListener() {}

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    underWay.begin();
  }

  @Override
  public void requestDestroyed(ServletRequestEvent event) {
    underWay.end();
  }
}
