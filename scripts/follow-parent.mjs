import { Socket } from 'node:net'

// Loaded before the program by run-file.mjs: when the process that started it is killed hard, descriptor 3 ends, and
// the program is asked to stop in order instead of holding the port and the database for ever.
if (process.env.BESEDA_FOLLOWS_PARENT) {
  delete process.env.BESEDA_FOLLOWS_PARENT
  const parent = new Socket({ fd: 3 })
  const end = () => process.kill(process.pid, 'SIGTERM')
  parent.once('close', end).on('error', () => undefined)
  parent.resume()
  parent.unref()
}
