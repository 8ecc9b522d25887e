// Prints what ConformanceIT needs to judge results: the tests that the client runs, as JSON.
import suites from './tests.mjs'

console.log(JSON.stringify(suites.flatMap(suite =>
  suite.tests
    .filter(test => test.browser_only !== true)
    .map(test => ({
      id: test.id,
      suite: suite.id,
      name: test.name,
      kind: test.kind ?? 'required',
      dependsOn: test.depends_on ?? []
    })))))
