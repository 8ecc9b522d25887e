package dev.larder.requirements;

/**
 * What became of a file that was asked to change.
 *
 * @param file the file afterwards; the same one if nothing changed
 * @param changed whether its text is another one now
 * @param hashesDropped whether {@code --hash} options of a former version were taken out, which pip
 *     needs back before it installs with {@code --require-hashes}
 */
record RequirementsChange(RequirementsFile file, boolean changed, boolean hashesDropped) {

  static RequirementsChange none(RequirementsFile file) {
    return new RequirementsChange(file, false, false);
  }
}
