package dev.larder.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A date in a field (RFC 9110, section 5.6.7), read strictly by the grammar but for letter case:
 * {@code Sun, 06 Nov 1994 08:49:37 GMT}, and the obsolete {@code Sunday, 06-Nov-94 08:49:37 GMT}
 * and {@code Sun Nov 6 08:49:37 1994} (the day filled up with a space). The day's name need not fit
 * the date: the standard does not ask a recipient to look.
 */
public final class HttpDate {

  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] LONG_DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private static final int IMF_LENGTH = "Sun, 06 Nov 1994 08:49:37 GMT".length();
  private static final int RFC_850_LENGTH = ", 06-Nov-94 08:49:37 GMT".length();
  private static final int ASCTIME_LENGTH = "Sun Nov  6 08:49:37 1994".length();

  private static final long DAY = 86_400;
  private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * DAY;
  private static final long LAST = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY - 1;

  private HttpDate() {}

  /**
   * Reads a date in one of the three forms.
   *
   * @param now decides the century of a two-digit year: it is the last one in which the date is not
   *     more than 50 years in the future
   * @return empty for anything else
   */
  static Optional<Instant> parse(String value, Instant now) {
    String text = Syntax.trim(value);
    int comma = text.indexOf(',');
    if (comma == 3) {
      return imf(text);
    }
    return comma == -1 ? asctime(text) : rfc850(text, comma, now);
  }

  /** Reads the date of a field that may stand on one line only; empty for none or several. */
  static Optional<Instant> parse(List<String> lines, Instant now) {
    return lines.size() == 1 ? parse(lines.get(0), now) : Optional.empty();
  }

  /**
   * Returns a date as HTTP sends it, in whole seconds. What is before the year 0 or after 9999, for
   * which there is no form, becomes the first or the last second of them.
   */
  public static String format(Instant instant) {
    long second = Math.min(LAST, Math.max(FIRST, instant.getEpochSecond()));
    LocalDateTime date = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(IMF_LENGTH);
    text.append(DAYS[date.getDayOfWeek().getValue() - 1]).append(", ");
    append(date.getDayOfMonth(), 2, text).append(' ');
    text.append(MONTHS[date.getMonthValue() - 1]).append(' ');
    append(date.getYear(), 4, text).append(' ');
    append(date.getHour(), 2, text).append(':');
    append(date.getMinute(), 2, text).append(':');
    append(date.getSecond(), 2, text).append(" GMT");
    return text.toString();
  }

  private static Optional<Instant> imf(String text) {
    if (text.length() != IMF_LENGTH
        || indexOf(DAYS, text, 0, 3) < 0
        || !is(", ", text, 3)
        || !is(" ", text, 7)
        || !is(" ", text, 11)
        || !is(" ", text, 16)
        || !is(" GMT", text, 25)) {
      return Optional.empty();
    }
    int month = indexOf(MONTHS, text, 8, 3);
    return instant(number(text, 12, 4), month, number(text, 5, 2), time(text, 17));
  }

  private static Optional<Instant> rfc850(String text, int comma, Instant now) {
    if (text.length() != comma + RFC_850_LENGTH
        || indexOf(LONG_DAYS, text, 0, comma) < 0
        || !is(", ", text, comma)
        || !is("-", text, comma + 4)
        || !is("-", text, comma + 8)
        || !is(" ", text, comma + 11)
        || !is(" GMT", text, comma + 20)) {
      return Optional.empty();
    }
    int month = indexOf(MONTHS, text, comma + 5, 3);
    int day = number(text, comma + 2, 2);
    int year = number(text, comma + 9, 2);
    long time = time(text, comma + 12);
    if (month < 0 || day < 1 || year < 0 || time < 0) {
      return Optional.empty();
    }
    LocalDateTime today = LocalDateTime.ofEpochSecond(now.getEpochSecond(), 0, ZoneOffset.UTC);
    long limit = today.plusYears(50).toEpochSecond(ZoneOffset.UTC);
    int full = Math.floorDiv(today.getYear(), 100) * 100 + 100 + year;
    while (epochSecond(full, month, day, time) > limit) {
      full -= 100;
    }
    return instant(full, month, day, time);
  }

  private static Optional<Instant> asctime(String text) {
    if (text.length() != ASCTIME_LENGTH
        || indexOf(DAYS, text, 0, 3) < 0
        || !is(" ", text, 3)
        || !is(" ", text, 7)
        || !is(" ", text, 10)
        || !is(" ", text, 19)) {
      return Optional.empty();
    }
    int month = indexOf(MONTHS, text, 4, 3);
    int day = text.charAt(8) == ' ' ? number(text, 9, 1) : number(text, 8, 2);
    return instant(number(text, 20, 4), month, day, time(text, 11));
  }

  private static Optional<Instant> instant(int year, int month, int day, long time) {
    if (year < 0
        || month < 0
        || day < 1
        || time < 0
        || day > YearMonth.of(year, month + 1).lengthOfMonth()) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(epochSecond(year, month, day, time)));
  }

  private static long epochSecond(int year, int month, int day, long time) {
    return (LocalDate.of(year, month + 1, 1).toEpochDay() + day - 1) * DAY + time;
  }

  /** Returns the second of the day that stands at a place as {@code hh:mm:ss}, or -1. */
  private static long time(String text, int at) {
    int hour = number(text, at, 2);
    int minute = number(text, at + 3, 2);
    int second = number(text, at + 6, 2);
    if (!is(":", text, at + 2)
        || !is(":", text, at + 5)
        || hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 60) { // a leap second
      return -1;
    }
    return hour * 3600L + minute * 60L + second;
  }

  private static int number(String text, int at, int digits) {
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      char c = text.charAt(i);
      if (!Syntax.isDigit(c)) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static int indexOf(String[] names, String text, int at, int length) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].length() == length && is(names[i], text, at)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean is(String expected, String text, int at) {
    for (int i = 0; i < expected.length(); i++) {
      if (Syntax.lower(text.charAt(at + i)) != Syntax.lower(expected.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static StringBuilder append(int number, int digits, StringBuilder to) {
    String text = Integer.toString(number);
    return to.append("0000", 0, digits - text.length()).append(text);
  }
}
