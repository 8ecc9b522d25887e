package dev.larder.cache.redis;

import dev.larder.cache.redis.TrackingBoard.Reports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection by which a server tells of every change of some keys. It is used by one thread,
 * which asks on it and reads from it by turns.
 *
 * <p><b>Why an answer confirms.</b> Redis answers the commands of one connection in order, and
 * sends what it has to push over the same connection. A turn of its event loop carries out
 * commands, then queues the pushes for all changes of the turn, and only then sends replies. So
 * when a writer has been answered before a PING was sent here, the push for that change was queued
 * before the PING was carried out, and is read before its answer. A change whose writer has no
 * answer yet may be told later.
 *
 * <p>Before each PING goes a HELLO, whose answer says whether the server is a primary: one that was
 * made a replica keeps its connections, and is told of changes some time after their writers were
 * answered. The HELLO alone would not do, since it is also answered in the middle of a slow script,
 * while pushes wait.
 *
 * <p>In a cluster goes besides, before the PING, the question for a key that the server serves. A
 * primary that is cut off from the others answers HELLO and PING as ever, while another one has its
 * slots and takes the writes. But it knows that it is cut off, and then serves no key: CLUSTERDOWN;
 * or it knows its successor: MOVED. Either ends the link.
 *
 * <p>All of these are carried out after the moment that is confirmed, which is the one before the
 * first of them is sent: at that moment the server was a primary that served its slots, and told of
 * what its writers had been answered.
 */
final class TrackingLink implements RespReader.Invalidations {

  /** The server answers, and does not do what is needed. The message is for the log. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private enum Question {
    HELLO,
    TRACKING,
    SERVES,
    PING
  }

  /** So many questions may wait for an answer; then no more are asked. */
  private static final int MOST_UNANSWERED = 32;

  private record Asked(Question question, long at) {}

  private final Reports<TrackingLink> reports;
  private final List<byte[]> prefixes;
  private final @Nullable ServedKey served;
  private final long intervalNanos;
  private final long silenceNanos;
  private final LongSupplier nanoTime;

  /** The questions that are not answered yet. */
  private final Deque<Asked> unanswered = new ArrayDeque<>();

  private @Nullable OutputStream out;
  private long nextPing;
  private long heard;

  /**
   * Makes a link that is not used yet.
   *
   * @param prefixes what the keys begin with that are told; none for all keys
   * @param served what is asked for besides; {@code null} for nothing
   * @param intervalNanos the time from one PING to the next
   * @param silenceNanos how long nothing may come, several times the interval, before the link
   *     counts as dead
   */
  TrackingLink(
      Reports<TrackingLink> reports,
      List<byte[]> prefixes,
      @Nullable ServedKey served,
      long intervalNanos,
      long silenceNanos,
      LongSupplier nanoTime) {
    this.reports = reports;
    this.prefixes = prefixes;
    this.served = served;
    this.intervalNanos = intervalNanos;
    this.silenceNanos = silenceNanos;
    this.nanoTime = nanoTime;
  }

  /**
   * Tells of changes until the connection breaks.
   *
   * @param socket a connection that is logged in, and that nothing else uses
   * @throws IOException always, in the end
   */
  void follow(Socket socket) throws IOException {
    out = socket.getOutputStream();
    RespReader reader = new RespReader(socket, this::beforeWait, this);
    long now = nanoTime.getAsLong();
    nextPing = now;
    ask(Question.HELLO, now, command("HELLO", "3"));
    ask(Question.TRACKING, now, tracking());
    while (true) {
      answered(reader.next());
    }
  }

  private void answered(@Nullable Object answer) throws IOException {
    Asked asked = unanswered.poll();
    if (asked == null) {
      throw new IOException("an answer to no question");
    }
    if (answer instanceof RespReader.Refusal refusal && !isServed(asked.question, refusal)) {
      throw new Refused(because(asked.question, refusal.code()));
    }
    switch (asked.question) {
      case HELLO -> requirePrimary(answer);
      case TRACKING -> reports.tracked(this);
      case SERVES -> {
        // Whether there is such a key does not matter.
      }
      case PING -> reports.confirmed(this, asked.at);
    }
  }

  /** A slot that is on its way to another server is served by this one until it is there. */
  private static boolean isServed(Question question, RespReader.Refusal refusal) {
    return question == Question.SERVES && refusal.code().equals("ASK");
  }

  private static void requirePrimary(@Nullable Object answer) throws IOException {
    if (!(answer instanceof List<?> map)) {
      throw new IOException("no answer to HELLO");
    }
    for (int i = 0; i + 1 < map.size(); i += 2) {
      if ("role".equals(map.get(i)) && List.of("replica", "slave").contains(map.get(i + 1))) {
        throw new Refused("Redis is a replica");
      }
    }
  }

  private static String because(Question question, String code) {
    return switch (code) {
      case "NOPERM" ->
          "the user of Redis has not all the rights: the near tier needs +client|tracking and +ping,"
              + " and in a Redis Cluster +exists";
      case "LOADING", "BUSY", "MASTERDOWN" -> "Redis does not serve now (" + code + ")";
      case "CLUSTERDOWN", "MOVED" ->
          "a primary of the Redis Cluster does not serve its keys now (" + code + ")";
      default ->
          "Redis refuses "
              + (question == Question.TRACKING ? "CLIENT TRACKING" : question)
              + " ("
              + code
              + "); the near tier needs Redis 6 or newer";
    };
  }

  /**
   * Asks when it is time, and gives up when nothing came for too long. While something comes the
   * link is alive, even if this node needs long to hear all of it: then nothing is confirmed.
   */
  private int beforeWait(boolean came) throws IOException {
    long now = nanoTime.getAsLong();
    if (came) {
      heard = now;
    }
    if (now - nextPing >= 0) {
      if (unanswered.size() < MOST_UNANSWERED) {
        // Taken before anything is sent: what is confirmed is never too late a moment.
        askAll(nanoTime.getAsLong());
      }
      nextPing = now + intervalNanos;
    }
    // A PING is always under way, or will be soon; so silence lasts an interval longer at most.
    long patience = silenceNanos - (now - heard);
    if (patience <= 0) {
      throw new SocketTimeoutException("the server is silent");
    }
    long left = Math.min(nextPing - now, patience);
    return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(left) + 1);
  }

  private void askAll(long at) throws IOException {
    ask(Question.HELLO, at, command("HELLO", "3"));
    byte[] key = served == null ? null : served.key();
    if (key != null) {
      ask(Question.SERVES, at, command(List.of(Utf8.bytes("EXISTS"), key)));
    }
    ask(Question.PING, at, command("PING"));
  }

  private void ask(Question question, long at, byte[] command) throws IOException {
    unanswered.add(new Asked(question, at));
    OutputStream to = out;
    if (to != null) {
      // Some hundred bytes in a silence, which every send buffer takes: this does not block.
      to.write(command);
      to.flush();
    }
  }

  private byte[] tracking() {
    List<byte[]> words = new ArrayList<>();
    for (String word : List.of("CLIENT", "TRACKING", "ON", "BCAST")) {
      words.add(Utf8.bytes(word));
    }
    for (byte[] prefix : prefixes) {
      words.add(Utf8.bytes("PREFIX"));
      words.add(prefix);
    }
    return command(words);
  }

  private static byte[] command(String... words) {
    List<byte[]> bytes = new ArrayList<>();
    for (String word : words) {
      bytes.add(Utf8.bytes(word));
    }
    return command(bytes);
  }

  private static byte[] command(List<byte[]> words) {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    command.writeBytes(Utf8.bytes("*" + words.size() + "\r\n"));
    for (byte[] word : words) {
      command.writeBytes(Utf8.bytes("$" + word.length + "\r\n"));
      command.writeBytes(word);
      command.writeBytes(Utf8.bytes("\r\n"));
    }
    return command.toByteArray();
  }

  @Override
  public void changed(byte[] key) {
    String text = Utf8.text(key);
    // A key that is no valid UTF-8 is none of ours.
    if (text != null) {
      reports.changed(this, text);
    }
  }

  @Override
  public void allChanged() {
    reports.allChanged(this);
  }
}
