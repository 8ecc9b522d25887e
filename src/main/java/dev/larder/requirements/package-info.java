/**
 * The requirements cache: the one {@code requirements.txt} that Python workers install from, with
 * its editor, its row in the database and its copy in the cache. It may know the cache, the HTTP
 * caching annotations, REST and security; the editor of the file knows nothing but the JDK.
 */
@NullMarked
package dev.larder.requirements;

import org.jspecify.annotations.NullMarked;
