package dev.larder.http.jaxrs;

/**
 * The end of the connection on this side, through which the server can be reached by itself.
 *
 * @param address the IP address
 * @param port the TCP port
 * @param secure whether the connection is TLS
 */
record LocalEnd(String address, int port, boolean secure) {}
