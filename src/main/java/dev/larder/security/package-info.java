/**
 * Who may do what: the users and tokens of the configuration, their authentication, and the check
 * of roles and key prefixes in front of every resource. It knows the REST package and the platform,
 * and neither the cache nor the features.
 */
@NullMarked
package dev.larder.security;

import org.jspecify.annotations.NullMarked;
