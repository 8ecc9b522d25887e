/** What the response cache costs and saves over real sockets, measured on Payara Micro. */
@NullMarked
package dev.larder.bench.http;

import org.jspecify.annotations.NullMarked;
