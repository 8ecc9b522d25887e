package dev.larder.requirements;

/** The requirements are not those that a save was to replace. Nothing was saved. */
public final class RequirementsChangedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RequirementsChangedException() {
    super("The requirements are not those that were to be replaced: somebody changed them.");
  }
}
