package dev.larder.cache.memory;

import dev.larder.cache.KeyScan;

/**
 * The part of the sorted keys in which everything lies that a scan selects: the keys that begin
 * with a literal text, or that are just this text. It only narrows where to look.
 *
 * @param head the text every selected key begins with
 * @param whole whether it is the whole key
 */
record KeyRange(String head, boolean whole) {

  /** Takes the literal prefix, and the literal text the glob begins with. */
  static KeyRange of(KeyScan scan) {
    String glob = scan.glob();
    StringBuilder head = new StringBuilder(scan.literalPrefix());
    int at = 0;
    while (at < glob.length() && "*?[".indexOf(glob.charAt(at)) < 0) {
      if (glob.charAt(at) == '\\' && at + 1 < glob.length()) {
        at++;
      }
      head.append(glob.charAt(at));
      at++;
    }
    return new KeyRange(head.toString(), at == glob.length());
  }

  boolean contains(String key) {
    return whole ? key.equals(head) : key.startsWith(head);
  }
}
