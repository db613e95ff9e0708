// Runs commands of the Heroku CLI one after the other in one process, as its bin/run.js does for one: loading the program takes ten
// times as long as running a command. It reads commands as lines of JSON from file descriptor 3, and after each one writes the mark
// that came with it to both outputs, to standard error with the exit code. A command that waits for what never comes ends the process,
// as it does when it is alone.
import {createRequire} from 'node:module'
import {Socket} from 'node:net'
import {createInterface} from 'node:readline'
import {pathToFileURL} from 'node:url'

const script = pathToFileURL(process.argv[2]).href
const {flush, handle, run} = await import(createRequire(script).resolve('@oclif/core'))

let leaving = false
process.on('exit', () => { leaving = true })

const commands = new Socket({fd: 3})
for await (const line of createInterface({input: commands})) {
  commands.unref() // node ends when nothing but this is left
  const {args, key, mark} = JSON.parse(line)
  process.env.HEROKU_API_KEY = key
  process.argv.splice(1, Infinity, process.argv[1], ...args)
  process.exitCode = undefined
  const left = new Error('left')
  let code
  process.exit = status => {
    code ??= status ?? process.exitCode ?? 0
    throw left
  }
  try {
    await run(args, script)
  } catch (error) {
    if (leaving) await new Promise(() => {}) // nothing has a turn after the end
    process.exit = status => { code ??= status ?? 0 }
    if (error !== left) await handle(error)
  }
  await flush()
  process.stdout.write(mark + '\n')
  process.stderr.write(`${mark}${code ?? process.exitCode ?? 0}\n`)
  commands.ref()
}
