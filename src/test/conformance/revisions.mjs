// What RFC 9111 (2022) and RFC 9213 (2022) changed for the tests of the release on npm, written
// for its client. Tests that the suite's current edition has as well have the ids they have there.

const cached = { expected_type: 'cached' }
const notCached = { expected_type: 'not_cached' }

function test (id, kind, requests, about) {
  return { id, kind, name: about, depends_on: ['freshness-none'], requests }
}

// A response, some seconds, and whether it is used again.
function reuse (id, kind, responseHeaders, expected, about, pause = true) {
  const first = { response_headers: responseHeaders, setup: true }
  return test(id, kind, [pause ? { ...first, pause_after: true } : first, { ...expected }], about)
}

const date = ['Date', 0]
const unchecked = (name, value) => [name, value, false]

// RFC 9111, section 5.1: a value that is no number is ignored, and of several the first one counts.
function age (name, expected, values, lifetime = 3600) {
  return reuse(`age-parse-${name}`, 'required',
    [date, ['Cache-Control', `max-age=${lifetime}`], ...values.map(value => unchecked('Age', value))],
    expected, `Age: ${values.join(' and, on another line, ')}`)
}

const ages = [
  age('nonnumeric', cached, ['abc']),
  age('negative', cached, ['-7200']),
  age('float', cached, ['7200.0']),
  age('large-minus-one', notCached, ['2147483647']),
  age('large', notCached, ['2147483648']),
  age('larger', notCached, ['2147483649']),
  age('suffix', notCached, ['7200, 0']),
  age('prefix', cached, ['0, 7200']),
  age('suffix-twoline', notCached, ['7200', '0']),
  age('prefix-twoline', cached, ['0', '7200']),
  age('dup-0', cached, ['0, 0']),
  age('dup-0-twoline', cached, ['0', '0']),
  age('dup-old', cached, ['3600', '3600'], 10000)
]

// RFC 9111, section 5.3: what is not a valid date means a time in the past.
function expires (name, kind, expected, ...values) {
  return reuse(`freshness-expires-${name}`, kind,
    [...values.map(value => unchecked('Expires', value)), date],
    expected, `Expires: ${values.join(' and, on another line, ')}`, kind === 'optimal')
}

const dates = [
  expires('32bit', 'optimal', cached, 'Tue, 19 Jan 2038 14:14:08 GMT'),
  expires('far-future', 'optimal', cached, 'Sun, 21 Nov 2286 04:46:39 GMT'),
  expires('rfc850', 'optimal', cached, 'Thursday, 18-Aug-50 02:01:18 GMT'),
  expires('ansi-c', 'optimal', cached, 'Thu Aug  8 02:01:18 2050'),
  expires('wrong-case-weekday', 'optimal', cached, 'THU, 18 Aug 2050 02:01:18 GMT'),
  expires('wrong-case-month', 'optimal', cached, 'Thu, 18 AUG 2050 02:01:18 GMT'),
  expires('wrong-case-tz', 'optimal', cached, 'Thu, 18 Aug 2050 02:01:18 gMT'),
  expires('invalid-utc', 'required', notCached, 'Thu, 18 Aug 2050 02:01:18 UTC'),
  expires('invalid-aest', 'required', notCached, 'Thu, 18 Aug 2050 02:01:18 AEST'),
  expires('invalid-2-digit-year', 'required', notCached, 'Thu, 18 Aug 50 02:01:18 GMT'),
  expires('invalid-no-comma', 'required', notCached, 'Thu 18 Aug 2050 02:01:18 GMT'),
  expires('invalid-multiple-spaces', 'required', notCached, 'Thu, 18  Aug  2050 02:01:18 GMT'),
  expires('invalid-date-dashes', 'required', notCached, 'Thu, 18-Aug-2050 02:01:18 GMT'),
  expires('invalid-time-periods', 'required', notCached, 'Thu, 18 Aug 2050 02.01.18 GMT'),
  expires('invalid-1-digit-hour', 'required', notCached, 'Thu, 18 Aug 2050 2:01:18 GMT'),
  expires('invalid-multiple-lines', 'required', notCached,
    'Thu, 18 Aug 2050 2:01:18 GMT', 'Thu, 18 Aug 2050 2:01:19 GMT')
]

// RFC 9213: the targeted field replaces Cache-Control and Expires, if it is a structured field.
function cdn (name, kind, expected, cdnCacheControl, ...others) {
  return reuse(`cdn-${name}`, kind,
    [...others, unchecked('CDN-Cache-Control', cdnCacheControl)],
    expected, `CDN-Cache-Control: ${cdnCacheControl}, with ${JSON.stringify(others)}`)
}

const long = ['Cache-Control', 'max-age=10000']
const short = ['Cache-Control', 'max-age=1']
const noStore = ['Cache-Control', 'no-store']
const future = ['Expires', 10000]
const past = ['Expires', -10000]

const targeted = [
  cdn('max-age', 'optimal', cached, 'max-age=3600'),
  cdn('max-age-max', 'optimal', cached, 'max-age=2147483648'),
  cdn('max-age-max-plus', 'optimal', cached, 'max-age=99999999999'),
  cdn('max-age-age', 'required', notCached, 'max-age=3600', date, ['Age', '7200']),
  cdn('max-age-0', 'required', notCached, 'max-age=0'),
  cdn('max-age-extension', 'optimal', cached, 'foobar, max-age=3600'),
  cdn('max-age-expires', 'optimal', cached, 'max-age=3600', past, date),
  cdn('max-age-cc-max-age-invalid-expires', 'optimal', cached, 'max-age=3600',
    unchecked('Expires', '0'), date),
  cdn('max-age-0-expires', 'required', notCached, 'max-age=0', future, date),
  cdn('max-age-short-cc-max-age', 'optimal', cached, 'max-age=3600', short),
  cdn('max-age-long-cc-max-age', 'required', notCached, 'max-age=1', long),
  cdn('private', 'required', notCached, 'private', long, future, date),
  cdn('no-cache', 'required', notCached, 'no-cache', long, future, date),
  cdn('no-store-cc-fresh', 'required', notCached, 'no-store', long, future, date),
  cdn('fresh-cc-nostore', 'required', cached, 'max-age=10000', noStore),
  cdn('cc-invalid-sh-type-unknown', 'required', notCached, 'max-age=10000, &&&&&', noStore),
  cdn('cc-invalid-sh-type-wrong', 'required', notCached, 'max-age="10000"', noStore)
]

// RFC 9111, section 5.2.2.5: no-store says nothing of what was stored before.
function storedBefore (name, cacheControl) {
  return test(`cc-resp-no-store-old-${name}`, 'required', [
    { response_headers: [long, future, date, ['A', '1']], setup: true, pause_after: true },
    { response_headers: [['Cache-Control', cacheControl], date, ['A', '2']], setup: true },
    { expected_type: 'cached', expected_response_headers: [['a', '1']] }
  ], `An older stored response, after one with Cache-Control: ${cacheControl}`)
}

// The client of a cache that may not answer with something stale gets the error of the origin,
// which here is that of a resource that throws an exception.
function error (directive) {
  return test(`stale-close-${directive}`, 'required', [
    {
      response_headers: [['Cache-Control', `max-age=2, ${directive}`]],
      setup: true,
      pause_after: true
    },
    {
      disconnect: true,
      expected_status: 500,
      check_body: false,
      expected_response_headers_missing: ['server-request-count']
    }
  ], `An error of the origin, after a response with Cache-Control: ${directive}`)
}

const stale = [
  ...['must-revalidate', 'proxy-revalidate', 'no-cache', 's-maxage=2'].map(error),
  reuse('stale-while-revalidate', 'optimal',
    [['Cache-Control', 'max-age=1, stale-while-revalidate=3600'], ['ETag', '"abc"']], cached,
    'Within stale-while-revalidate (RFC 5861, section 3)'),
  test('stale-while-revalidate-window', 'required', [
    {
      response_headers: [
        ['Cache-Control', 'max-age=1, stale-while-revalidate=4'], ['ETag', '"abc"']
      ],
      setup: true,
      pause_after: true
    },
    {
      response_headers: [
        unchecked('Cache-Control', 'no-cache'), unchecked('ETag', '"def"')
      ],
      expected_type: 'cached',
      setup: true,
      pause_after: true
    },
    { expected_response_headers: [['client-request-count', '3']] }
  ], 'After stale-while-revalidate (RFC 5861, section 3)'),
  test('stale-sie-503', 'optimal', [
    {
      response_headers: [['Cache-Control', 'max-age=2, stale-if-error=60']],
      setup: true,
      pause_after: true
    },
    {
      response_status: [503, 'Service Unavailable'],
      expected_status: 200,
      expected_type: 'cached'
    }
  ], 'A 503 within stale-if-error (RFC 5861, section 4)')
]

export const added = [
  {
    id: 'cc-freshness',
    tests: [reuse('freshness-max-age-stale', 'required', [['Cache-Control', 'max-age=2']], notCached,
      'A response that has become stale')]
  },
  { id: 'age-parse', tests: ages },
  { id: 'expires-parse', tests: dates },
  {
    id: 'cc-response',
    tests: [storedBefore('new', 'no-store'), storedBefore('max-age', 'no-store, max-age=0')]
  },
  { id: 'stale', tests: stale },
  {
    id: 'status',
    tests: [test('status-200-must-understand', 'optimal', [
      {
        response_headers: [['Cache-Control', 'max-age=3600, no-store, must-understand']],
        setup: true
      },
      { ...cached }
    ], 'must-understand, and a status that is understood (RFC 9111, section 5.2.2.3)')]
  },
  {
    id: 'partial',
    tests: [test('partial-use-stored-headers', 'required', [
      {
        response_headers: [['Cache-Control', 'max-age=3600'], ['A', '1']],
        response_body: '01234567890',
        setup: true
      },
      {
        request_headers: [['Range', 'bytes=0-1']],
        expected_type: 'cached',
        expected_status: 206,
        expected_response_text: '01',
        setup_tests: ['expected_type', 'expected_status', 'expected_response_text'],
        expected_response_headers: [['A', '1']]
      }
    ], 'The fields of a part are those of the whole')]
  },
  {
    id: 'other',
    tests: [test('other-date-update-expires', 'required', [
      {
        response_headers: [['Expires', 30 * 24 * 60 * 60], date],
        setup: true,
        pause_after: true
      },
      { expected_type: 'cached', expected_response_headers: [['Date', 0]] }
    ], 'Date stays what it was')]
  },
  { id: 'cdn-cache-control', tests: targeted }
]

// Required in the release, and since then a matter of quality: which fields a 304 may change is a
// question of the representation, Location and Content-Location of an answer to an unsafe method
// are a MAY (RFC 9111, section 4.4).
const changedBy304 = [
  'Content-Encoding', 'Content-Location', 'Content-MD5', 'Content-Range', 'Content-Security-Policy',
  'Content-Type', 'Clear-Site-Data', 'Expires', 'Public-Key-Pins', 'Set-Cookie', 'Set-Cookie2',
  'X-Frame-Options', 'X-XSS-Protection'
].map(name => `304-etag-update-response-${name}`)
const locations = ['POST', 'PUT', 'DELETE', 'M-SEARCH'].flatMap(
  method => [`invalidate-${method}-location`, `invalidate-${method}-cl`])

export const optional = [
  ...changedBy304,
  ...locations,
  'freshness-max-age-ignore-quoted-all',
  'freshness-max-age-ignore-quoted-all-rev',
  // A resource cannot send it: the server frames messages.
  'headers-store-Transfer-Encoding'
]

// Required in the release, and against RFC 9111 today: section 5.1 wants an Age that is no number
// ignored, section 4.3.4 that a 304 for another strong ETag changes nothing.
export const open = [
  'age-parse-parameter',
  'age-parse-numeric-parameter',
  '304-etag-update-response-ETag'
]
