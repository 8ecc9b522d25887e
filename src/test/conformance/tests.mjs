// The tests that ConformanceIT runs: those of the release on npm, brought up to RFC 9111 and
// RFC 9213, which are younger than that release. What was required and no longer is counts as
// optimal here, so that it is noticed when it stops working.
import released from 'http-cache-tests/tests/index.mjs'
import { added, open, optional } from './revisions.mjs'

const suites = released.map(suite => ({ ...suite, tests: [...suite.tests] }))
for (const part of added) {
  let suite = suites.find(each => each.id === part.id)
  if (suite === undefined) {
    suite = { id: part.id, name: part.id, tests: [] }
    suites.push(suite)
  }
  for (const test of part.tests) {
    const at = suite.tests.findIndex(each => each.id === test.id)
    suite.tests.splice(at < 0 ? suite.tests.length : at, at < 0 ? 0 : 1, test)
  }
}
for (const test of suites.flatMap(suite => suite.tests)) {
  if (optional.includes(test.id)) test.kind = 'optimal'
  if (open.includes(test.id)) test.kind = 'check'
}

export default suites
