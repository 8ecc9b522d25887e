package dev.larder.security;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who gets which answer from each route: the table that the service keeps on every server. What is
 * sent is valid. {@code open:k} holds 1 and {@code team:k} holds 1 before each request; of entries
 * and counters {@code K} stands for {@code open:k}, and in the columns of the team for {@code
 * team:k} as well.
 */
final class AccessTable {

  /** The identities, in the order of the columns. */
  enum Who {
    /** No credentials. */
    ANONYMOUS,
    /** A user with a wrong password. */
    WRONG_PASSWORD,
    /** A token that nobody has. */
    WRONG_TOKEN,
    READER,
    READER_TOKEN,
    WRITER,
    WRITER_TOKEN,
    ADMIN,
    /** An admin of team: who asks for open:k. */
    TEAM_ELSEWHERE,
    /** The same who asks for team:k. */
    TEAM_AT_HOME,
    /** A token of a writer of team: who asks for team:k. */
    TEAM_TOKEN_AT_HOME
  }

  //                     anonymous
  //                     |   wrong password
  //                     |   |   wrong token
  //                     |   |   |   reader  and token
  //                     |   |   |   |   |   writer  and token
  //                     |   |   |   |   |   |   |   admin
  //                     |   |   |   |   |   |   |   |   team elsewhere
  //                     |   |   |   |   |   |   |   |   |   team at home
  //                     |   |   |   |   |   |   |   |   |   |   its token at home
  private static final String TABLE =
      """
      GET entries/K          401 401 401 200 200 200 200 200 403 200 200
      HEAD entries/K         401 401 401 200 200 200 200 200 403 200 200
      GET entries?key=K      401 401 401 200 200 200 200 200 403 200 200
      HEAD entries?key=K     401 401 401 200 200 200 200 200 403 200 200
      PUT entries/K          401 401 401 403 403 204 204 204 403 204 204
      PUT entries?key=K      401 401 401 403 403 204 204 204 403 204 204
      DELETE entries/K       401 401 401 403 403 204 204 204 403 204 204
      DELETE entries?key=K   401 401 401 403 403 204 204 204 403 204 204
      POST mget              401 401 401 200 200 200 200 200 403 200 200
      POST mset              401 401 401 403 403 204 204 204 403 204 204
      GET keys?pattern=K     401 401 401 200 200 200 200 200 200 200 200
      DELETE keys?pattern=K  401 401 401 403 403 403 403 200 200 200 403
      POST counters/K/incr   401 401 401 403 403 200 200 200 403 200 200
      POST counters/K/decr   401 401 401 403 403 200 200 200 403 200 200
      POST counters/incr?key=K 401 401 401 403 403 200 200 200 403 200 200
      POST counters/decr?key=K 401 401 401 403 403 200 200 200 403 200 200
      GET account            401 401 401 200 200 200 200 200 200 200 200
      GET audit              401 401 401 403 403 403 403 200 403 403 403
      GET configuration      401 401 401 403 403 403 403 200 403 403 403
      POST keys/details      401 401 401 200 200 200 200 200 403 200 200
      GET requirements/copies 401 401 401 200 200 200 200 200 403 403 403
      GET stats              401 401 401 200 200 200 200 200 200 200 200
      GET metrics            401 401 401 200 200 200 200 200 403 403 403
      GET history            401 401 401 200 200 200 200 200 403 403 403
      GET events?limit=1     401 401 401 200 200 200 200 200 403 403 403
      GET responses?uri=K    401 401 401 403 403 403 403 200 403 403 403
      DELETE responses?tag=K 401 401 401 403 403 403 403 200 403 403 403
      POST responses/explain 401 401 401 403 403 403 403 200 403 403 403
      GET health             200 200 200 200 200 200 200 200 200 200 200
      GET requirements       401 401 401 200 200 200 200 200 403 403 403
      PUT requirements       401 401 401 403 403 403 403 200 403 403 403
      POST requirements/warm 401 401 401 403 403 403 403 200 403 403 403
      POST requirements/packages 401 401 401 403 403 403 403 200 403 403 403
      DELETE requirements/packages/nothing 401 401 401 403 403 403 403 200 403 403 403
      OPTIONS entries/K      401 401 401 200 200 200 200 200 200 200 200
      GET nothing            404 404 404 404 404 404 404 404 404 404 404
      """;

  private static final Pattern ROW = Pattern.compile("(\\S+) (\\S+)((?: +[0-9]{3})+)");

  /**
   * One row.
   *
   * @param method of HTTP
   * @param path below the API, with {@code K} for the key
   * @param allowed the status that each identity gets
   */
  record Row(String method, String path, Map<Who, Integer> allowed) {

    @Override
    public String toString() {
      return method + " " + path;
    }

    /** The path for a key. */
    String pathFor(String key) {
      return path.replace("/K", "/" + key).replace("=K", "=" + key);
    }

    /** A valid body for a key; {@code null} where there is none. */
    String bodyFor(String key) {
      return switch (toString()) {
        case "PUT entries/K", "PUT entries?key=K" -> "1";
        case "POST mget", "POST keys/details" -> "{\"keys\":[\"" + key + "\"]}";
        case "POST mset" -> "{\"items\":{\"" + key + "\":\"MQ==\"}}";
        case "PUT requirements" -> "{\"content\":\"flask==3.0.0\\n\"}";
        case "POST requirements/packages" -> "{\"package\":\"flask\",\"version\":\"3.0.0\"}";
        case "POST responses/explain" ->
            "{\"method\":\"GET\",\"url\":\"/larder/api/requirements\"}";
        default -> null;
      };
    }
  }

  private AccessTable() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              Matcher matcher = ROW.matcher(line);
              if (!matcher.matches()) {
                throw new IllegalStateException(line);
              }
              String[] statuses = matcher.group(3).strip().split(" +");
              if (statuses.length != Who.values().length) {
                throw new IllegalStateException(line);
              }
              Map<Who, Integer> allowed = new LinkedHashMap<>();
              for (Who who : Who.values()) {
                allowed.put(who, Integer.valueOf(statuses[who.ordinal()]));
              }
              rows.add(new Row(matcher.group(1), matcher.group(2), allowed));
            });
    return rows;
  }
}
