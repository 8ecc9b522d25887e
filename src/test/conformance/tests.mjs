// Prints the suite's tests that its command line client runs, as JSON: what ConformanceIT needs to
// judge their results. Runs in the folder of the installed suite.
import { pathToFileURL } from 'node:url'

async function load (file) {
  return (await import(pathToFileURL(`${process.cwd()}/tests/${file}`))).default
}

const suites = [...await load('index.mjs'), await load('surrogate-control.mjs')]
const tests = suites.flatMap(suite =>
  suite.tests
    .filter(test => test.browser_only !== true)
    .map(test => ({
      id: test.id,
      suite: suite.id,
      name: test.name,
      kind: test.kind ?? 'required',
      dependsOn: test.depends_on ?? []
    })))
console.log(JSON.stringify(tests))
