package dev.larder.http.jaxrs;

/** An endpoint whose directive cannot be kept; it stops the deployment. */
public final class InvalidEndpointException extends RuntimeException {

  private static final long serialVersionUID = 1;

  InvalidEndpointException(String message) {
    super(message);
  }

  InvalidEndpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
