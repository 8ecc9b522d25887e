// Runs the tests against a base URL, all or those with the given ids, and prints their results as
// the suite's own command does: node run.mjs http://localhost:8080/base [id…]
import fetch from 'node-fetch'
import { getResults, runTests } from 'http-cache-tests/client/runner.mjs'
import suites from './tests.mjs'

const [base, ...ids] = process.argv.slice(2)
const chosen = suites.map(suite => ({
  ...suite,
  tests: suite.tests.filter(test => ids.length === 0 || ids.includes(test.id))
}))
await runTests(chosen, fetch, false, base)
console.log(JSON.stringify(getResults(), null, 2))
